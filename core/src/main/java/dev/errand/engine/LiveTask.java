package dev.errand.engine;

import dev.errand.Demand;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.Submission;
import dev.errand.TaskContext;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.queue.Waiting;
import dev.errand.time.TimeSource;
import dev.errand.watch.SnapshotPublisher;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A task that has not ended, as this process has it: its code and input, who waits for it, who watches it, and the
 * attempt that runs it.
 *
 * <p>What its state is, the registry says. The lock only keeps what is told about a task in the order in which it
 * happened.
 */
final class LiveTask<I, R extends @Nullable Object> extends Waiting {

    private final Definition<I, R> definition;
    private final @Nullable I input;
    private final @Nullable SubmitterContext context;
    private final ReentrantLock lock = new ReentrantLock();
    private final CompletableFuture<Outcome<R>> completion = new CompletableFuture<>();
    private final SnapshotPublisher updates;
    private volatile @Nullable Attempt<R> attempt;
    private volatile TimeSource.@Nullable Alarm wakeUp;
    private volatile boolean over;

    /** Whether its end was shown: what is done again later is another one of these. Guarded by the lock. */
    boolean ended;

    /** In whose name it holds a place, while it does: somebody may hand it over meanwhile. Guarded by {@link LiveTasks}. */
    @Nullable Owner holdsPlaceOf;

    LiveTask(TaskSnapshot first, Definition<I, R> definition, @Nullable I input) {
        this.definition = definition;
        this.input = input;
        this.context = SubmitterContext.capture();
        this.updates = new SnapshotPublisher(first);
    }

    TaskId id() {
        return updates.latest().id();
    }

    Submission submission() {
        return updates.latest().submission();
    }

    Definition<I, R> definition() {
        return definition;
    }

    TaskType.Policy policy() {
        return definition.type().policy();
    }

    @Override
    protected String line() {
        return definition.type().name();
    }

    @Override
    protected Owner owner() {
        return submission().owner();
    }

    @Override
    protected Priority priority() {
        return submission().terms().priority();
    }

    @Override
    protected Demand demand() {
        return policy().demand();
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
    R run(TaskContext running) throws Exception {
        return definition.task().run(input, running);
    }

    /** Runs an action with what surrounded the submitter. */
    void inContextOfSubmitter(Runnable action) {
        if (context == null) {
            action.run();
        } else {
            context.around(action);
        }
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

    /** The alarm that queues it when its time has come; none once it is over. */
    void wakeUpBy(TimeSource.Alarm alarm) {
        wakeUp = alarm;
        if (over) {
            alarm.cancel();
        }
    }

    void cancelWakeUp() {
        TimeSource.Alarm alarm = wakeUp;
        if (alarm != null) {
            alarm.cancel();
        }
    }

    /** It has ended, and needs no alarm any more. Whoever retries it makes another one of it. */
    void endAlarms() {
        over = true;
        cancelWakeUp();
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
