package dev.errand.benchmarks.cluster;

/** How one {@link Scenario} is measured: all contenders in turn, again and again, and then its table. */
interface Comparison extends AutoCloseable {

    /** Measures one of them once. The first round is for warming up, and does not count. */
    void measure(Contenders contender, int round) throws Exception;

    /** What has been measured. */
    Results results();

    /** Ends the processes that were used. */
    @Override
    default void close() {}
}
