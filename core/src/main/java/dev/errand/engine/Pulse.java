package dev.errand.engine;

import dev.errand.event.TaskEvent;
import dev.errand.registry.RunReport;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens once a second: progress is recorded, the queue is tried again, and once a minute old things are swept.
 */
final class Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final int BEATS_BETWEEN_SWEEPS = 60;

    private final EngineParts parts;
    private final LiveTasks live;
    private final Changes changes;
    private final Dispatcher dispatcher;
    private final SweepClock clock;
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private int beats;

    Pulse(EngineParts parts, LiveTasks live, Changes changes, Dispatcher dispatcher) {
        this.parts = parts;
        this.live = live;
        this.changes = changes;
        this.dispatcher = dispatcher;
        this.clock = new SweepClock(parts.time());
    }

    void start() {
        beatLater();
    }

    private void beatLater() {
        parts.time().after(BEAT, this::beat);
    }

    private void beat() {
        if (live.isClosed()) {
            return;
        }
        Instant now = clock.instant(); // at each beat, so that it sees every jump
        try {
            live.attempts().forEach(this::recordProgress);
            dispatcher.retry();
            if (beats++ % BEATS_BETWEEN_SWEEPS == 0 && !sweeping.getAndSet(true)) {
                Thread.startVirtualThread(() -> sweep(now));
            }
        } finally {
            beatLater();
        }
    }

    private void recordProgress(Attempt<?> attempt) {
        try {
            attempt.progressToTell()
                    .ifPresent(progress -> changes.report(
                            attempt, () -> new RunReport.Advanced(attempt.progress()), TaskEvent.Progressed::new));
            attempt.stallToTell().ifPresent(standstill -> tellOfStall(attempt, standstill));
        } catch (RuntimeException e) {
            LOG.warn(
                    "The progress of task {} cannot be recorded", attempt.task().id(), e);
        }
    }

    private void tellOfStall(Attempt<?> attempt, Duration standstill) {
        LOG.warn(
                "The code of task {} has made no progress for {}",
                attempt.task().id(),
                standstill);
        changes.tell(attempt, task -> new TaskEvent.Stalled(task, standstill));
    }

    /** On a thread of its own, since a file system may hang; and never two at once. */
    private void sweep(Instant now) {
        try {
            parts.registry().sweep(now);
            parts.artifacts().sweep(now);
        } catch (RuntimeException e) {
            LOG.warn("Old tasks and files cannot be swept now", e);
        } finally {
            sweeping.set(false);
        }
    }
}
