package dev.errand.benchmarks.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * From the call of a submission to the first line of the task, on a system that has nothing else to do: submitted one
 * at a time, a few tens of milliseconds apart, whether or not the one before has begun.
 */
final class Latency implements Comparison {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int WARM_UP = 10;

    private final Options options;
    private final Postgres postgres;
    private final Pairs pairs = new Pairs();
    private final Random pauses = new Random(1);
    private final Results results = new Results(
            "submit to start, ms",
            new Results.Column("same node, p50", "same", 0.5, "%,.1f"),
            new Results.Column("p99", "same", 0.99, "%,.1f"),
            new Results.Column("another node, p50", "another", 0.5, "%,.1f"),
            new Results.Column("p99", "another", 0.99, "%,.1f"));

    Latency(Options options, Postgres postgres) {
        this.options = options;
        this.postgres = postgres;
    }

    @Override
    public void measure(Contenders contender, int round) throws Exception {
        List<NodeProcess> pair = pairs.of(contender);
        List<Double> same = milliseconds(contender, pair, 0);
        List<Double> another = milliseconds(contender, pair, 1);
        if (round > 0) {
            same.forEach(sample -> results.add(contender, "same", sample));
            another.forEach(sample -> results.add(contender, "another", sample));
        }
    }

    private List<Double> milliseconds(Contenders contender, List<NodeProcess> nodes, int runsOn) throws Exception {
        String url = postgres.newDatabase();
        for (NodeProcess node : nodes) {
            node.open(contender, url, options.poll(), LEASE);
        }
        NodeProcess runner = nodes.get(runsOn);
        runner.start();
        List<Double> samples = timed(nodes.getFirst(), runner);
        for (NodeProcess node : nodes) {
            node.closeContender();
        }
        postgres.drop(url);
        return samples;
    }

    private List<Double> timed(NodeProcess submitter, NodeProcess runner) throws IOException {
        List<Long> submitted = new ArrayList<>();
        for (int i = 0; i < WARM_UP + options.samples() / options.rounds(); i++) {
            LockSupport.parkNanos(pauses.nextLong(20_000_000, 80_000_000));
            submitted.add(submitter.submit(prefix(i), 1, 1).began());
        }
        List<Double> samples = new ArrayList<>();
        for (int i = WARM_UP; i < submitted.size(); i++) {
            samples.add((runner.begun(prefix(i) + 0, LIMIT) - submitted.get(i)) / 1e6);
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
        pairs.close();
    }
}
