package dev.errand.benchmarks.cluster;

import java.time.Duration;

/** Tasks a second that are taken by a node which runs none, one by one and in batches. */
final class Submission implements Comparison {

    private static final int ONE_BY_ONE = 500;
    private static final int BATCH = 1_000;
    private static final Duration UNUSED = Duration.ofMinutes(1);

    private final Options options;
    private final Postgres postgres;
    private final Pairs pairs = new Pairs();
    private final Results results = new Results(
            "submissions/s",
            Results.Column.median("one by one", "%,.0f"),
            Results.Column.median("in batches of 1,000", "%,.0f"));

    Submission(Options options, Postgres postgres) {
        this.options = options;
        this.postgres = postgres;
    }

    @Override
    public void measure(Contenders contender, int round) throws Exception {
        NodeProcess node = pairs.of(contender).getFirst();
        String url = postgres.newDatabase();
        node.open(contender, url, UNUSED, UNUSED);
        int single = ONE_BY_ONE / contender.slowness();
        int batched = options.tasks() / contender.slowness();
        double oneByOne =
                single / node.submit(TaskCode.NO_OP + "single-", single, 1).seconds();
        double inBatches = batched / node.submit(TaskCode.NO_OP, batched, BATCH).seconds();
        node.closeContender();
        postgres.drop(url);
        if (round > 0) {
            results.add(contender, "one by one", oneByOne);
            results.add(contender, "in batches of 1,000", inBatches);
        }
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
