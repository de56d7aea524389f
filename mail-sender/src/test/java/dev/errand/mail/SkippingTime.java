package dev.errand.mail;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.testkit.ManualTime;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Time in which nothing takes any but waiting: as soon as somebody waits, it is over. */
public final class SkippingTime implements TimeSource {

    /** How long somebody wanted to wait, each time. */
    public final List<Duration> waits = new CopyOnWriteArrayList<>();

    private final ManualTime clock;
    private final Object passing = new Object();

    /** From {@link ManualTime#NOON} on. */
    public SkippingTime() {
        this(new ManualTime());
    }

    /** With another clock, which shows what it does. */
    public SkippingTime(ManualTime clock) {
        this.clock = clock;
    }

    @Override
    public Instant instant() {
        return clock.instant();
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }

    @Override
    @CanIgnoreReturnValue
    public Alarm after(Duration delay, Runnable action) {
        waits.add(delay);
        long due = clock.nanoTime() + delay.toNanos();
        AtomicBoolean calledOff = new AtomicBoolean();
        Alarm alarm = clock.after(delay, action);
        Thread.startVirtualThread(() -> skipTo(due, calledOff));
        return () -> {
            calledOff.set(true);
            alarm.cancel();
        };
    }

    private void skipTo(long due, AtomicBoolean calledOff) {
        synchronized (passing) {
            if (!calledOff.get()) {
                clock.advance(Duration.ofNanos(Math.max(0, due - clock.nanoTime())));
            }
        }
    }

    /** How much time has passed. */
    public Duration passed() {
        return Duration.ofNanos(clock.nanoTime());
    }
}
