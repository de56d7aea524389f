package dev.errand.benchmarks.cluster;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Tasks a second that do nothing, from the start of one node or two until the database holds none that has not ended.
 * They are submitted beforehand, unless nodes are to be running. What nodes and database compute is told too, since it
 * depends less on what else the machine does.
 */
final class Throughput implements Comparison {

    private static final int BATCH = 1_000;
    private static final Duration POLL = Duration.ofMillis(200); // JobRunr's shortest
    private static final Duration LEASE = Duration.ofMinutes(1);
    private static final Duration LIMIT = Duration.ofMinutes(3);
    private static final long PAUSE_NANOS = 5_000_000;

    private final Options options;
    private final Postgres postgres;
    private final Pairs pairs = new Pairs();
    private final Results results = new Results(
            "tasks/s to the end",
            Results.Column.median("1 node", "%,.0f"),
            new Results.Column("CPU, µs a task", "1 node, CPU", 0.5, "%,.0f"),
            Results.Column.median("2 nodes", "%,.0f"),
            new Results.Column("CPU, µs a task", "2 nodes, CPU", 0.5, "%,.0f"));

    Throughput(Options options, Postgres postgres) {
        this.options = options;
        this.postgres = postgres;
    }

    @Override
    public void measure(Contenders contender, int round) throws Exception {
        List<NodeProcess> pair = pairs.of(contender);
        Cost alone = cost(contender, pair.subList(0, 1));
        Cost together = cost(contender, pair);
        if (round > 0) {
            add(contender, "1 node", alone);
            add(contender, "2 nodes", together);
        }
    }

    private void add(Contenders contender, String nodes, Cost cost) {
        results.add(contender, nodes, cost.tasksPerSecond());
        results.add(contender, nodes + ", CPU", cost.cpuMicros());
    }

    /**
     * What a round has cost.
     *
     * @param tasksPerSecond by the clock
     * @param cpuMicros microseconds a task, of all nodes and the database
     */
    private record Cost(double tasksPerSecond, double cpuMicros) {}

    private Cost cost(Contenders contender, List<NodeProcess> nodes) throws IOException, SQLException {
        int tasks = options.tasks() / contender.slowness();
        String url = postgres.newDatabase();
        for (NodeProcess node : nodes) {
            node.open(contender, url, POLL, LEASE);
        }
        if (!options.whileRunning()) {
            nodes.getFirst().submit(TaskCode.NO_OP, tasks, BATCH);
            postgres.analyze(url);
        }
        CpuTime before = cpu(nodes);
        long began = System.nanoTime();
        for (NodeProcess node : nodes) {
            node.start();
        }
        if (options.whileRunning()) {
            began = nodes.getFirst().submit(TaskCode.NO_OP, tasks, BATCH).began();
        }
        awaitEnd(nodes, tasks);
        double seconds = (System.nanoTime() - began) / 1e9;
        Duration computed = cpu(nodes).since(before);
        long runs = runs(nodes);
        if (runs > tasks) {
            results.remark("%s ran %,d tasks more than there were, on %d nodes"
                    .formatted(contender.caption(), runs - tasks, nodes.size()));
        }
        for (NodeProcess node : nodes) {
            node.closeContender();
        }
        postgres.drop(url);
        return new Cost(tasks / seconds, computed.toNanos() / 1e3 / tasks);
    }

    private CpuTime cpu(List<NodeProcess> nodes) {
        return CpuTime.of(Stream.concat(nodes.stream().map(NodeProcess::handle), postgres.processes()));
    }

    /** Asks the nodes first, since asking the database costs it something. */
    private static void awaitEnd(List<NodeProcess> nodes, int tasks) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (runs(nodes) < tasks || !nodes.getFirst().allEnded()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException("only " + runs(nodes) + " of " + tasks + " have run");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    private static long runs(List<NodeProcess> nodes) throws IOException {
        long runs = 0;
        for (NodeProcess node : nodes) {
            runs += node.runs();
        }
        return runs;
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
