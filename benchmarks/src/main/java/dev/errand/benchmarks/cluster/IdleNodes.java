package dev.errand.benchmarks.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;

/** Two nodes that have nothing to do but one task at a time, of which the first takes tasks and one of them runs them. */
final class IdleNodes implements AutoCloseable {

    /** How long a task may take to be where it is waited for. */
    static final Duration LIMIT = Duration.ofMinutes(1);

    /** How many of the first samples do not count. */
    static final int WARM_UP = 10;

    private static final Duration LEASE = Duration.ofMinutes(1);

    private final Options options;
    private final Postgres postgres;
    private final Pairs pairs = new Pairs();
    private final Random pauses = new Random(1);

    IdleNodes(Options options, Postgres postgres) {
        this.options = options;
        this.postgres = postgres;
    }

    /** Times something, again and again. */
    @FunctionalInterface
    interface Timing {
        List<Double> of(NodeProcess submitter, NodeProcess runner) throws IOException;
    }

    /** Opens both nodes on a database of their own, and closes them when it has been measured. */
    List<Double> measure(Contenders contender, int runsOn, Timing timing) throws Exception {
        List<NodeProcess> nodes = pairs.of(contender);
        String url = postgres.newDatabase();
        for (NodeProcess node : nodes) {
            node.open(contender, url, options.poll(), LEASE);
        }
        NodeProcess runner = nodes.get(runsOn);
        runner.start();
        List<Double> samples = timing.of(nodes.getFirst(), runner);
        for (NodeProcess node : nodes) {
            node.closeContender();
        }
        postgres.drop(url);
        return samples;
    }

    /** How many to take, with those that do not count. */
    int samples() {
        return WARM_UP + options.samples() / options.rounds();
    }

    /** Some tens of milliseconds, so that nothing keeps step with anything. */
    void pause() {
        LockSupport.parkNanos(pauses.nextLong(20_000_000, 80_000_000));
    }

    @Override
    public void close() {
        pairs.close();
    }
}
