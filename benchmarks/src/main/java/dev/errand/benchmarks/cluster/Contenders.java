package dev.errand.benchmarks.cluster;

import static dev.errand.benchmarks.cluster.Scenario.CANCELLATION;
import static dev.errand.benchmarks.cluster.Scenario.LATENCY;
import static dev.errand.benchmarks.cluster.Scenario.SUBMISSION;
import static dev.errand.benchmarks.cluster.Scenario.TAKE_OVER;
import static dev.errand.benchmarks.cluster.Scenario.THROUGHPUT;

import java.util.Set;

/**
 * Who takes part, and in what. Who is to be compared gets a constant here, and nothing else has to know of it. Every
 * table is sorted as this is, and its ratios are to the first row.
 */
enum Contenders {
    /** Keeps each task, with all that became of it. */
    ERRAND("Errand, 50 VT", Errand::new, 1, THROUGHPUT, LATENCY, CANCELLATION, SUBMISSION, TAKE_OVER),

    /** As it comes: fetches, and locks each task as it begins it; 10 platform threads. */
    DB_SCHEDULER("db-scheduler, fetch, 10 PT", BareDbScheduler::fetching, 1, THROUGHPUT, LATENCY, SUBMISSION),

    /** Never takes more than it runs. */
    DB_SCHEDULER_LOCK(
            "db-scheduler, lock-and-fetch (0.5, 1), 50 VT", BareDbScheduler::locking, 1, THROUGHPUT, TAKE_OVER),

    /** Takes four times as much as it runs. */
    DB_SCHEDULER_AHEAD("db-scheduler, lock-and-fetch (1, 4), 50 VT", BareDbScheduler::lockingAhead, 1, THROUGHPUT),

    /** Is woken as soon as a task is submitted, on whichever node. */
    DB_SCHEDULER_NOTIFY("db-scheduler, woken by NOTIFY", BareDbScheduler::notified, 1, LATENCY),

    /** The open-source edition. */
    JOBRUNR("JobRunr, 100 VT", JobRunrContender::new, 1, THROUGHPUT, LATENCY, SUBMISSION, TAKE_OVER),

    /** So slow that it gets a tenth of the tasks. */
    QUARTZ("Quartz, 20 PT, batch 20", QuartzContender::new, 10, THROUGHPUT, LATENCY, SUBMISSION, TAKE_OVER),

    /** The limit: who keeps tasks in rows is no faster. A submission is two bare INSERTs in one transaction. */
    BARE_SQL("bare SQL", BareSql::new, 1, THROUGHPUT, SUBMISSION);

    private final String caption;
    private final int slowness;

    @SuppressWarnings("ImmutableEnumChecker") // a factory's name
    private final Opening opening;

    @SuppressWarnings("ImmutableEnumChecker") // Set.of
    private final Set<Scenario> scenarios;

    /** How a contender is opened. */
    @FunctionalInterface
    interface Opening {
        Contender open(Setup setup) throws Exception;
    }

    Contenders(String caption, Opening opening, int slowness, Scenario... scenarios) {
        this.caption = caption;
        this.opening = opening;
        this.slowness = slowness;
        this.scenarios = Set.of(scenarios);
    }

    /** What the tables call it. */
    String caption() {
        return caption;
    }

    /** Of how many tasks it gets one. */
    int slowness() {
        return slowness;
    }

    /** Whether it has something to show there. */
    boolean takesPartIn(Scenario scenario) {
        return scenarios.contains(scenario);
    }

    /** Opens one, with its tables. */
    Contender open(Setup setup) throws Exception {
        return opening.open(setup);
    }
}
