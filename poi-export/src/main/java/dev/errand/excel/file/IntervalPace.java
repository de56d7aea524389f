package dev.errand.excel.file;

import java.time.Duration;

/** Saves at intervals, that become longer where saving takes long. */
final class IntervalPace implements SavePace {

    private static final int MOST_SHARE = 20;

    private final long intervalNanos;
    private long since = System.nanoTime();
    private long wait;

    IntervalPace(Duration interval) {
        this.intervalNanos = interval.toNanos();
        this.wait = intervalNanos;
    }

    @Override
    public boolean isDue() {
        return System.nanoTime() - since >= wait;
    }

    @Override
    public void saved(long nanos) {
        since = System.nanoTime();
        wait = Math.max(intervalNanos, MOST_SHARE * nanos);
    }
}
