package dev.errand.jdbc.queue;

import java.time.Duration;

/**
 * How many times more tickets are made than there are threads: more where tasks are so quick that tickets run out between two
 * rounds. What has a ticket goes before all that comes later, even if its owner has had many turns; so where tasks take
 * longer, there are few of them. For one round at a time.
 */
public final class Lookahead {

    private static final int MOST = 16;
    private static final long QUICK_NANOS = Duration.ofMillis(100).toNanos();
    private static final long SLOW_NANOS = Duration.ofMillis(500).toNanos();

    private int factor = 1;
    private long lastRound = System.nanoTime();

    public int factor() {
        return factor;
    }

    /**
     * A round has made tickets.
     *
     * @param ranOut whether hardly any were left before
     * @param now by the clock of {@link System#nanoTime}
     */
    public void madeSome(boolean ranOut, long now) {
        long since = now - lastRound;
        lastRound = now;
        if (since > SLOW_NANOS) {
            factor = 1;
        } else if (ranOut && since < QUICK_NANOS) {
            factor = Math.min(2 * factor, MOST);
        }
    }
}
