package dev.errand.benchmarks.cluster;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** How long it takes until all tasks of a node that was killed have begun anew on the other one. */
final class TakeOver implements Comparison {

    private static final int TASKS = 10;
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration TO_GET_ACQUAINTED = Duration.ofSeconds(2);

    private final Options options;
    private final Postgres postgres;
    private final Results results = new Results(
            "kill -9 to the last of ten begun again, s",
            new Results.Column("median", "taken over", 0.5, "%.1f"),
            new Results.Column("longest", "taken over", 1, "%.1f"));

    TakeOver(Options options, Postgres postgres) {
        this.options = options;
        this.postgres = postgres;
    }

    @Override
    public void measure(Contenders contender, int round) throws Exception {
        if (round == 0) {
            return; // the processes are new every time
        }
        String url = postgres.newDatabase();
        try (NodeProcess victim = new NodeProcess();
                NodeProcess heir = new NodeProcess()) {
            for (NodeProcess node : new NodeProcess[] {victim, heir}) {
                node.open(contender, url, options.lease().dividedBy(4), options.lease());
            }
            victim.start();
            victim.submit(TaskCode.ENDLESS, TASKS, 1);
            lastBegun(victim);
            heir.start();
            LockSupport.parkNanos(TO_GET_ACQUAINTED.toNanos());
            long killed = System.nanoTime();
            victim.kill();
            results.add(contender, "taken over", (lastBegun(heir) - killed) / 1e9);
        }
        postgres.drop(url);
    }

    private static long lastBegun(NodeProcess node) throws Exception {
        long last = Long.MIN_VALUE;
        for (int i = 0; i < TASKS; i++) {
            last = Math.max(last, node.begun(TaskCode.ENDLESS + i, LIMIT));
        }
        return last;
    }

    @Override
    public Results results() {
        return results;
    }
}
