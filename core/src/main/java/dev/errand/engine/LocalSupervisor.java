package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Outcome;
import dev.errand.TaskState;
import dev.errand.event.TaskEvent;
import dev.errand.queue.FairQueue;
import dev.errand.registry.PausedType;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Supervises tasks that live and end with this process: what waits for its time has an alarm, and a shutdown is the end. */
final class LocalSupervisor extends Supervisor {

    private static final Logger LOG = LoggerFactory.getLogger(LocalSupervisor.class);

    /** The clock on the wall may be set, so a task that waits for an instant looks at it now and then. */
    private static final Duration BETWEEN_LOOKS = Duration.ofMinutes(1);

    private final Dispatcher dispatcher;

    LocalSupervisor(EngineParts parts, LiveTasks live, Changes changes) {
        super(parts, live, changes);
        AttemptRunner runner = new AttemptRunner(parts, this);
        FairQueue<LiveTask<?, ?>> queue = new FairQueue<>(parts.limits().running());
        this.dispatcher = new Dispatcher(queue, parts.executors(), runner::run, () -> pausedTypes(parts.registry()));
    }

    private static Set<String> pausedTypes(TaskRegistry registry) {
        return registry.pausedTypes().stream().map(PausedType::type).collect(Collectors.toUnmodifiableSet());
    }

    Dispatcher dispatcher() {
        return dispatcher;
    }

    /** Cancels a task that does not run. */
    void cancelForShutdown(LiveTask<?, ?> task) {
        cancelAtOnce(task, new Outcome.Cancelled<>(ON_SHUTDOWN, Optional.empty()), "");
    }

    /** A shutdown looks through the tasks once; whoever puts one to rest later, looks at the door. */
    void cancelIfClosed(LiveTask<?, ?> task) {
        if (live().isClosed()) {
            cancelForShutdown(task);
        }
    }

    void queueAfter(LiveTask<?, ?> task, int attempt, Duration delay) {
        task.wakeUpBy(time().after(delay, () -> wake(task, attempt)));
    }

    void queueAt(LiveTask<?, ?> task, Instant instant) {
        Duration left = Duration.between(now(), instant);
        if (left.isPositive()) {
            Duration next = left.compareTo(BETWEEN_LOOKS) < 0 ? left : BETWEEN_LOOKS;
            task.wakeUpBy(time().after(next, () -> queueAt(task, instant)));
        } else {
            wake(task, 0);
        }
    }

    private void wake(LiveTask<?, ?> task, int attempt) {
        if (changes().wake(task, attempt, Transition.wake(now()))) {
            dispatcher.align(task);
        }
    }

    /** Tries again to start it, if it still waits for that then. */
    @Override
    void startLater(LiveTask<?, ?> task, Throwable why) {
        time().after(BETWEEN_TRIES, () -> {
            if (changes().latest(task).state() == TaskState.QUEUED) {
                dispatcher.align(task);
            }
        });
        LOG.error("Task {} cannot be started now, and is tried again", task.id(), why);
    }

    @Override
    void turnAway(LiveTask<?, ?> task) {
        cancelForShutdown(task);
    }

    @Override
    void restUntilRetry(Attempt<?> attempt, Duration delay) {
        queueAfter(attempt.task(), attempt.number(), delay);
        cancelIfClosed(attempt.task());
    }

    /** Whoever took it has seen to it. */
    @Override
    void leaveToOthers(LiveTask<?, ?> task) {}

    @Override
    void restUntilResumed(LiveTask<?, ?> task) {
        cancelIfClosed(task);
    }

    /** Ends its task: this registry would forget it anyway. */
    @Override
    void interrupt(Attempt<?> attempt, Optional<Object> kept) {
        Transition interrupt = Transition.interrupt(attempt.lease(), attempt.counts(), Optional.empty(), now());
        if (changes()
                .apply(attempt.task(), interrupt, TaskEvent.Interrupted::new)
                .isPresent()) {
            cancelAtOnce(attempt.task(), new Outcome.Cancelled<>(ON_SHUTDOWN, kept), "");
        } else {
            finishCancelled(attempt, kept);
        }
    }

    /** Cancels a task that does not run, in somebody's name. */
    @CanIgnoreReturnValue
    boolean cancelAtOnce(LiveTask<?, ?> task, Outcome.Cancelled<?> outcome, String by) {
        return endWith(task, Transition.cancel(outcome, by, now()), outcome);
    }

    @Override
    void leaveQueue(LiveTask<?, ?> task) {
        dispatcher.align(task);
    }

    @Override
    void later(Runnable retry) {
        time().after(BETWEEN_TRIES, retry);
    }
}
