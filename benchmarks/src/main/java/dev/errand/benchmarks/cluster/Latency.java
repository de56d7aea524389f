package dev.errand.benchmarks.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * From the call of a submission to the first line of the task, on a system that has nothing else to do: submitted one
 * at a time, a few tens of milliseconds apart, whether or not the one before has begun.
 */
final class Latency implements Comparison {

    private final IdleNodes idle;
    private final Results results = new Results(
            "submit to start, ms",
            new Results.Column("same node, p50", "same", 0.5, "%,.1f"),
            new Results.Column("p99", "same", 0.99, "%,.1f"),
            new Results.Column("another node, p50", "another", 0.5, "%,.1f"),
            new Results.Column("p99", "another", 0.99, "%,.1f"));

    Latency(Options options, Postgres postgres) {
        this.idle = new IdleNodes(options, postgres);
    }

    @Override
    public void measure(Contenders contender, int round) throws Exception {
        List<Double> same = idle.measure(contender, 0, this::timed);
        List<Double> another = idle.measure(contender, 1, this::timed);
        if (round > 0) {
            same.forEach(sample -> results.add(contender, "same", sample));
            another.forEach(sample -> results.add(contender, "another", sample));
        }
    }

    private List<Double> timed(NodeProcess submitter, NodeProcess runner) throws IOException {
        List<Long> submitted = new ArrayList<>();
        for (int i = 0; i < idle.samples(); i++) {
            idle.pause();
            submitted.add(submitter.submit(prefix(i), 1, 1).began());
        }
        List<Double> samples = new ArrayList<>();
        for (int i = IdleNodes.WARM_UP; i < submitted.size(); i++) {
            samples.add((runner.begun(prefix(i) + 0, IdleNodes.LIMIT) - submitted.get(i)) / 1e6);
        }
        return samples;
    }

    private static String prefix(int i) {
        return TaskCode.TIMED + i + "-";
    }

    @Override
    public Results results() {
        return results;
    }

    @Override
    public void close() {
        idle.close();
    }
}
