package dev.errand.web;

import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.TaskQuery;
import dev.errand.time.TimeSource;
import dev.errand.web.figures.Sample;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lists the latest tasks, once for all who look within two seconds: an operator's page asks often, and there may be several.
 *
 * <p>May be called from any thread. One of them asks the registry, while the others wait for what it gets.
 */
final class Samples {

    private static final Duration KEPT = Duration.ofSeconds(2);

    private final TaskEngine engine;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Sample latest;

    Samples(TaskEngine engine, TimeSource time) {
        this.engine = engine;
        this.time = time;
    }

    /** The latest tasks, at most two seconds old. */
    Sample latest() {
        lock.lock();
        try {
            Instant now = time.instant();
            Sample known = latest;
            if (known != null && now.isBefore(known.at().plus(KEPT)) && !now.isBefore(known.at())) {
                return known;
            }
            Sample fresh = new Sample(
                    now,
                    engine.list(TaskQuery.newest(Sample.SIZE)),
                    list(TaskState.RUNNING, TaskState.PAUSING, TaskState.CANCELLING),
                    list(
                            TaskState.SCHEDULED,
                            TaskState.QUEUED,
                            TaskState.PAUSED,
                            TaskState.WAITING_RETRY,
                            TaskState.INTERRUPTED),
                    list(TaskState.FAILED));
            latest = fresh;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    private List<TaskSnapshot> list(TaskState... states) {
        return engine.list(TaskQuery.newest(Sample.SIZE).in(states));
    }
}
