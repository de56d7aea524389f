package dev.errand.benchmarks.cluster;

/** What is compared. */
enum Scenario {
    THROUGHPUT,
    LATENCY,
    CANCELLATION,
    SUBMISSION,
    TAKE_OVER
}
