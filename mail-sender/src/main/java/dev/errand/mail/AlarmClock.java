package dev.errand.mail;

import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Rings at the earliest of the times that somebody waits for. Who wakes up and has to wait on sets it again. */
final class AlarmClock {

    private final TimeSource time;
    private final Runnable bell;
    private TimeSource.@Nullable Alarm alarm;
    private long due;

    /**
     * A clock that is not set.
     *
     * @param bell called on another thread; calls {@link #rung} under whatever lock guards this clock
     */
    AlarmClock(TimeSource time, Runnable bell) {
        this.time = time;
        this.bell = bell;
    }

    long now() {
        return time.nanoTime();
    }

    /** What a clock on the wall will show after that time. */
    Instant at(long nanos) {
        return time.instant().plusNanos(nanos).truncatedTo(ChronoUnit.SECONDS);
    }

    /** Rings after that time at the latest. */
    void set(long nanos) {
        long at = now() + nanos;
        TimeSource.Alarm known = alarm;
        if (known != null && due - at <= 0) {
            return;
        }
        if (known != null) {
            known.cancel();
        }
        due = at;
        alarm = time.after(Duration.ofNanos(nanos), bell);
    }

    void rung() {
        alarm = null;
    }

    /** Nobody waits any more. */
    void stop() {
        TimeSource.Alarm known = alarm;
        if (known != null) {
            known.cancel();
            alarm = null;
        }
    }
}
