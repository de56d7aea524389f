package dev.errand.excel.file;

import java.time.Duration;

/** How often a state is saved. For one thread. */
public interface SavePace {

    /**
     * Whether it is time to save.
     *
     * @return true when enough time has passed
     */
    boolean isDue();

    /**
     * Takes note that it was saved.
     *
     * @param nanos how many nanoseconds that took
     */
    void saved(long nanos);

    /**
     * As often as this, but less often where saving takes more than a twentieth of it.
     *
     * @param interval the time between two savings
     * @return a pace that begins now
     */
    static SavePace every(Duration interval) {
        return new IntervalPace(interval);
    }
}
