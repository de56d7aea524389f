package dev.errand.engine;

import dev.errand.artifact.ArtifactStore;
import dev.errand.registry.TaskRegistry;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens once a second: progress is recorded, the queue is tried again, and once a minute old things are swept.
 */
final class Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(Pulse.class);
    private static final Duration BEAT = Duration.ofSeconds(1);
    private static final int BEATS_BETWEEN_SWEEPS = 60;

    private final TimeSource time;
    private final List<Runnable> everySecond;
    private final List<TaskRegistry> registries;
    private final ArtifactStore artifacts;
    private final SweepClock clock;
    private volatile boolean stopped;
    private int beats;

    /** The last one, of which nobody begins another once this is stopped. */
    private @Nullable Thread sweeper;

    /**
     * Does nothing yet.
     *
     * @param everySecond what to do; must not block
     * @param registries what is swept besides the artifacts
     */
    Pulse(TimeSource time, List<Runnable> everySecond, List<TaskRegistry> registries, ArtifactStore artifacts) {
        this.time = time;
        this.everySecond = everySecond;
        this.registries = registries;
        this.artifacts = artifacts;
        this.clock = new SweepClock(time);
    }

    void start() {
        beatLater();
    }

    /** Begins nothing any more; a sweep that has begun goes on. */
    synchronized void stop() {
        stopped = true;
    }

    /**
     * Waits for the sweep that had begun when this was stopped, if there is one.
     *
     * @param limit how long at most, since a file system may hang
     */
    void awaitSwept(Duration limit) throws InterruptedException {
        Thread last = lastSweeper();
        if (last != null) {
            last.join(limit);
        }
    }

    private synchronized @Nullable Thread lastSweeper() {
        return sweeper;
    }

    private void beatLater() {
        time.after(BEAT, this::beat);
    }

    private void beat() {
        if (stopped) {
            return;
        }
        Instant now = clock.instant(); // at each beat, so that it sees every jump
        try {
            everySecond.forEach(Runnable::run);
            if (beats++ % BEATS_BETWEEN_SWEEPS == 0) {
                beginSweep(now);
            }
        } finally {
            beatLater();
        }
    }

    /** On a thread of its own, since a file system may hang; and never two at once. */
    private synchronized void beginSweep(Instant now) {
        if (!stopped && (sweeper == null || !sweeper.isAlive())) {
            sweeper = Thread.startVirtualThread(() -> sweep(now));
        }
    }

    private void sweep(Instant now) {
        registries.forEach(registry -> sweep("tasks", () -> registry.sweep(now)));
        sweep("files", () -> artifacts.sweep(now));
    }

    /** What cannot be swept keeps nothing else from it. */
    private static void sweep(String what, Runnable sweep) {
        try {
            sweep.run();
        } catch (RuntimeException e) {
            LOG.warn("Old {} cannot be swept now", what, e);
        }
    }
}
