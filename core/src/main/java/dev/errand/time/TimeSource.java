package dev.errand.time;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.InstantSource;

/**
 * What time it is, how much has passed, and a call when more has.
 *
 * <p>Instants are shown to people and may jump with the system's clock. Delays, timeouts and rates go by
 * {@link #nanoTime()} and {@link #after}, which may not.
 */
public interface TimeSource extends InstantSource {

    /**
     * The system's clocks. Alarms ring on a few platform threads, which all engines share.
     *
     * @return the time source of every engine that is not under test
     */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }

    /**
     * Time passed, as {@link System#nanoTime()}: only differences mean something.
     *
     * @return nanoseconds since some moment
     */
    long nanoTime();

    /**
     * Runs an action once, after a delay.
     *
     * @param delay from now on; zero or less for at once
     * @param action what to run, on another thread than the caller's; it should be short
     * @return to call it off
     */
    @CanIgnoreReturnValue
    Alarm after(Duration delay, Runnable action);

    /** An action that waits for its time. */
    @FunctionalInterface
    interface Alarm {

        /** Calls the action off, unless it has begun. */
        void cancel();
    }
}
