package dev.errand.benchmarks.cluster;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * From the request to cancel a task to the moment in which it sees that on another node: one task at a time, which has run for a few
 * tens of milliseconds.
 */
final class Cancellation implements Comparison {

    private final IdleNodes idle;
    private final Results results = new Results(
            "cancel to seen on another node, ms",
            new Results.Column("p50", "seen", 0.5, "%,.1f"),
            new Results.Column("p99", "seen", 0.99, "%,.1f"));

    Cancellation(Options options, Postgres postgres) {
        this.idle = new IdleNodes(options, postgres);
    }

    @Override
    public void measure(Contenders contender, int round) throws Exception {
        List<Double> samples = idle.measure(contender, 1, this::timed);
        if (round > 0) {
            samples.forEach(sample -> results.add(contender, "seen", sample));
        }
    }

    private List<Double> timed(NodeProcess submitter, NodeProcess runner) throws IOException {
        List<Double> samples = new ArrayList<>();
        for (int i = 0; i < idle.samples(); i++) {
            String prefix = TaskCode.ENDLESS + i + "-";
            submitter.submit(prefix, 1, 1);
            runner.begun(prefix + 0, IdleNodes.LIMIT);
            idle.pause();
            long asked = submitter.cancel(prefix + 0);
            double sample = (runner.stopped(prefix + 0, IdleNodes.LIMIT) - asked) / 1e6;
            if (i >= IdleNodes.WARM_UP) {
                samples.add(sample);
            }
        }
        return samples;
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
