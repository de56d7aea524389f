package dev.errand.engine;

import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * The time by which old things are swept: the clock on the wall, but a jump forward is believed only once it has lasted
 * for a day. What is swept a day late does no harm, while what is swept early is lost, and clocks are set by mistake. A
 * jump back is believed at once, since it only keeps things longer.
 *
 * <p>For one thread at a time.
 */
final class SweepClock implements InstantSource {

    private static final Duration DRIFT = Duration.ofMinutes(1);
    private static final Duration UNTIL_BELIEVED = Duration.ofDays(1);

    private final TimeSource time;

    /** When the believed clock was last looked at, by both clocks. */
    private Instant believed;

    private long nanos;

    /** For how long the wall has been ahead. */
    private Duration ahead = Duration.ZERO;

    SweepClock(TimeSource time) {
        this.time = time;
        this.believed = time.instant();
        this.nanos = time.nanoTime();
    }

    @Override
    public Instant instant() {
        Instant wall = time.instant();
        long now = time.nanoTime();
        Duration passed = Duration.ofNanos(now - nanos);
        Instant expected = believed.plus(passed);
        boolean jumped = wall.isAfter(expected.plus(DRIFT));
        ahead = jumped ? ahead.plus(passed) : Duration.ZERO;
        believed = jumped && ahead.compareTo(UNTIL_BELIEVED) < 0 ? expected : wall;
        nanos = now;
        return believed;
    }
}
