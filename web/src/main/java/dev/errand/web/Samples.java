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
import java.util.stream.Stream;
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
            Sample fresh = sampleAt(now);
            latest = fresh;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /** The queue is listed by itself, so that what is put off does not push out who waits. */
    private Sample sampleAt(Instant now) {
        List<TaskSnapshot> recent = engine.list(TaskQuery.newest(Sample.SIZE));
        List<TaskSnapshot> queued = list(TaskState.QUEUED);
        List<TaskSnapshot> putOff =
                list(TaskState.SCHEDULED, TaskState.PAUSED, TaskState.WAITING_RETRY, TaskState.INTERRUPTED);
        List<TaskSnapshot> running = list(TaskState.RUNNING, TaskState.PAUSING, TaskState.CANCELLING);
        List<TaskSnapshot> failed = list(TaskState.FAILED);
        return new Sample(
                now,
                recent,
                running,
                Stream.concat(queued.stream(), putOff.stream()).toList(),
                failed,
                new Sample.Full(isFull(recent), isFull(queued), isFull(putOff), isFull(running), isFull(failed)));
    }

    private static boolean isFull(List<TaskSnapshot> tasks) {
        return tasks.size() >= Sample.SIZE;
    }

    private List<TaskSnapshot> list(TaskState... states) {
        return engine.list(TaskQuery.newest(Sample.SIZE).in(states));
    }
}
