package dev.errand.engine;

import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.event.TaskInterceptor;
import dev.errand.progress.Progress;
import dev.errand.progress.ProgressTracker;
import dev.errand.registry.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** One execution of a task: runs the interceptors and the code, and takes the request to stop. */
final class Attempt<R extends @Nullable Object> {

    private final LiveTask<?, R> task;
    private final TimeSource time;
    private final Lease lease = new Lease(UUID.randomUUID());
    private final ProgressTracker progress;
    private final Thread thread = Thread.currentThread();
    private final StopSignal stop = new StopSignal();
    private final List<TimeSource.Alarm> alarms = new CopyOnWriteArrayList<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();

    /** Touched by the thread that runs the task only. */
    private @Nullable Ending<R> ending;

    private volatile int number;

    /** Touched by the pulse only. */
    private Progress recorded = Progress.NOT_STARTED;

    Attempt(LiveTask<?, R> task, TimeSource time) {
        this.task = task;
        this.time = time;
        this.progress = new ProgressTracker(time.nanoTime());
    }

    LiveTask<?, R> task() {
        return task;
    }

    Lease lease() {
        return lease;
    }

    ProgressTracker tracker() {
        return progress;
    }

    StopSignal stop() {
        return stop;
    }

    /** Which attempt of its task it is, once it has started. */
    int number() {
        return number;
    }

    void number(int started) {
        number = started;
    }

    /** Whether the calling thread is the one that the attempt has from its beginning to the last consequence. */
    boolean isOnThisThread() {
        return thread.equals(Thread.currentThread());
    }

    /** Completes when the attempt has ended and all consequences are drawn. */
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    Progress progress() {
        return progress.at(time.nanoTime());
    }

    /** The progress, if there is something to tell since the last call. A changed pace alone is not. */
    Optional<Progress> progressToTell() {
        Progress now = progress();
        boolean same = now.processed() == recorded.processed()
                && now.failed() == recorded.failed()
                && now.total().equals(recorded.total())
                && now.phase().equals(recorded.phase())
                && now.message().equals(recorded.message());
        recorded = now;
        return same ? Optional.empty() : Optional.of(now);
    }

    /** Asks the code to stop, and interrupts it after the grace. */
    void requestStop(StopSignal.Reason why) {
        stop.raise(why);
        alarms.add(time.after(task.policy().cancelGrace(), stop::interrupt));
        if (stop.hasLeft()) {
            cancelAlarms();
        }
    }

    /** Asks the code to stop, and interrupts it now. */
    void forceStop(StopSignal.Reason why) {
        stop.raise(why);
        stop.interrupt();
    }

    /** The request that an exception answers, if it answers one: it says so, or came after the interrupt. */
    Optional<StopSignal.Reason> stoppedBy(Throwable thrown) {
        boolean answers = thrown instanceof TaskCancelledException || stop.wasInterrupted();
        return answers ? stop.reason() : Optional.empty();
    }

    /** Runs the code to its end on this thread. Never throws. */
    Ending<R> perform(TaskContext context, List<TaskInterceptor> interceptors) {
        task.policy().timeout().ifPresent(this::stopAfter);
        stop.enter();
        try {
            proceed(context, interceptors);
        } catch (Throwable e) {
            if (!(ending instanceof Ending.Threw)) {
                ending = new Ending.Threw<>(e);
            }
        } finally {
            stop.leave();
            cancelAlarms();
        }
        return ending == null
                ? new Ending.Threw<>(new IllegalStateException("an interceptor did not proceed"))
                : ending;
    }

    private void cancelAlarms() {
        alarms.forEach(TimeSource.Alarm::cancel);
    }

    private void stopAfter(Duration timeout) {
        alarms.add(time.after(timeout, () -> requestStop(StopSignal.Reason.TIMED_OUT)));
    }

    private void proceed(TaskContext context, List<TaskInterceptor> rest) throws Exception {
        if (rest.isEmpty()) {
            runTask(context);
        } else {
            rest.getFirst().around(context, () -> proceed(context, rest.subList(1, rest.size())));
        }
    }

    private void runTask(TaskContext context) throws Exception {
        if (ending != null) {
            throw new IllegalStateException("an interceptor proceeded twice");
        }
        try {
            ending = new Ending.Returned<>(task.run(context));
        } catch (Throwable e) {
            ending = new Ending.Threw<>(e);
            throw e;
        }
    }
}
