package dev.errand.benchmarks.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/**
 * From the request to cancel a task to the moment in which it sees that on another node: one task at a time, which has run for a few
 * tens of milliseconds.
 */
final class Cancellation implements Comparison {

    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofMinutes(1);
    private static final int WARM_UP = 10;

    private final Options options;
    private final Postgres postgres;
    private final Pairs pairs = new Pairs();
    private final Random pauses = new Random(1);
    private final Results results = new Results(
            "cancel to seen on another node, ms",
            new Results.Column("p50", "seen", 0.5, "%,.1f"),
            new Results.Column("p99", "seen", 0.99, "%,.1f"));

    Cancellation(Options options, Postgres postgres) {
        this.options = options;
        this.postgres = postgres;
    }

    @Override
    public void measure(Contenders contender, int round) throws Exception {
        List<NodeProcess> pair = pairs.of(contender);
        String url = postgres.newDatabase();
        for (NodeProcess node : pair) {
            node.open(contender, url, options.poll(), LEASE);
        }
        pair.getLast().start();
        List<Double> samples = timed(pair.getFirst(), pair.getLast());
        if (round > 0) {
            samples.forEach(sample -> results.add(contender, "seen", sample));
        }
        for (NodeProcess node : pair) {
            node.closeContender();
        }
        postgres.drop(url);
    }

    private List<Double> timed(NodeProcess submitter, NodeProcess runner) throws IOException {
        List<Double> samples = new ArrayList<>();
        for (int i = 0; i < WARM_UP + options.samples() / options.rounds(); i++) {
            String prefix = TaskCode.ENDLESS + i + "-";
            submitter.submit(prefix, 1, 1);
            runner.begun(prefix + 0, LIMIT);
            LockSupport.parkNanos(pauses.nextLong(20_000_000, 80_000_000));
            long asked = submitter.cancel(prefix + 0);
            double sample = (runner.stopped(prefix + 0, LIMIT) - asked) / 1e6;
            if (i >= WARM_UP) {
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
        pairs.close();
    }
}
