package dev.errand.jdbc.sql;

import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * What a transaction of ours waits for, and for how long.
 *
 * @param silence how long its client may say nothing
 * @param lock how long it waits for a lock, where that can be said for one transaction; empty for as long as the host has set
 */
record Limits(Duration silence, Optional<Duration> lock) {

    /**
     * Those of a transaction that nobody waits for after the end. The wait for a lock is over a little sooner, so that there is
     * still time for the answer: a connection that gives none is closed.
     *
     * @throws SQLException if that time has come
     */
    static Limits until(long end, Duration silence) throws SQLException {
        long millis = (end - System.nanoTime()) * 9 / 10 / 1_000_000;
        if (millis <= 0) {
            throw new SQLTimeoutException("there was no connection in time", "08006");
        }
        return new Limits(silence, Optional.of(Duration.ofMillis(millis)));
    }
}
