package dev.errand.benchmarks.cluster;

/** What is compared. */
enum Scenario {
    THROUGHPUT,
    LATENCY,
    SUBMISSION,
    TAKE_OVER
}
