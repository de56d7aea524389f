package dev.errand.benchmarks.cluster;

import java.time.Duration;
import javax.sql.DataSource;

/**
 * What a contender is opened with.
 *
 * @param database PostgreSQL, with a pool of connections
 * @param url the same database without a pool, for who keeps a connection
 * @param poll how often it is to look for tasks, if it polls
 * @param lease how long a node may be silent before others take its tasks
 * @param code what every task does
 */
record Setup(DataSource database, String url, Duration poll, Duration lease, TaskCode code) {

    /** How often a node has to say that it lives, if four times are to be missed before the lease has ended. */
    Duration heartbeat() {
        return lease.dividedBy(4);
    }
}
