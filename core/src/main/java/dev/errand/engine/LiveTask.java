package dev.errand.engine;

import dev.errand.Outcome;
import dev.errand.TaskContext;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A task that has not ended, as this process has it: its code and input, who waits for it, who watches it, and the
 * attempt that runs it.
 *
 * <p>What its state is, the registry says. The lock only keeps what is told about a task in the order in which it
 * happened.
 */
final class LiveTask<I, R extends @Nullable Object> {

    private final TaskId id;
    private final Definition<I, R> definition;
    private final @Nullable I input;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Outcome<R>> completion = new CompletableFuture<>();
    private final SnapshotPublisher updates;
    private final AtomicBoolean holdsPlace = new AtomicBoolean(true);
    private volatile @Nullable Attempt<R> attempt;
    private volatile TimeSource.@Nullable Alarm wakeUp;
    private volatile boolean sleepsOn;

    LiveTask(TaskSnapshot first, Definition<I, R> definition, @Nullable I input) {
        this.id = first.id();
        this.definition = definition;
        this.input = input;
        this.updates = new SnapshotPublisher(first);
    }

    TaskId id() {
        return id;
    }

    Definition<I, R> definition() {
        return definition;
    }

    TaskType.Policy policy() {
        return definition.type().policy();
    }

    ReentrantLock lock() {
        return lock;
    }

    CompletableFuture<Outcome<R>> completion() {
        return completion;
    }

    SnapshotPublisher updates() {
        return updates;
    }

    @SuppressWarnings("NullAway") // null is what a task without input gets
    R run(TaskContext context) throws Exception {
        return definition.task().run(input, context);
    }

    /** Whether a value may be handed out as this task's result. Only a heedless cast makes one that may not. */
    boolean isResult(@Nullable Object value) {
        return value == null || definition.type().resultType().isInstance(value);
    }

    /** The attempt that runs, or ran last; it stays until what it did is written down. */
    Optional<Attempt<?>> attempt() {
        return Optional.ofNullable(attempt);
    }

    void attempt(Attempt<R> current) {
        attempt = current;
    }

    /** The alarm that queues it when its time has come. */
    void wakeUpBy(TimeSource.Alarm alarm) {
        wakeUp = alarm;
        if (sleepsOn) {
            alarm.cancel();
        }
    }

    void cancelWakeUp() {
        sleepsOn = true;
        TimeSource.Alarm alarm = wakeUp;
        if (alarm != null) {
            alarm.cancel();
        }
    }

    /** True once: when the task gives up its place among those that wait for their first start. */
    boolean giveUpPlace() {
        return holdsPlace.getAndSet(false);
    }

    /**
     * Tells those who wait how it ended. The registry is not ours, so the result's type is what the task's type says it
     * is.
     */
    @SuppressWarnings("unchecked")
    void complete(Outcome<? extends @Nullable Object> outcome) {
        completion.complete((Outcome<R>) outcome);
    }
}
