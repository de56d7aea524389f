package dev.errand.engine;

import dev.errand.ErrorBudget;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.event.TaskInterceptor;
import dev.errand.progress.Progress;
import dev.errand.progress.ProgressTracker;
import dev.errand.registry.Lease;
import dev.errand.registry.StartingPoint;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One execution of a task: runs the interceptors and the code, and takes the request to stop. */
final class Attempt<R extends @Nullable Object> {

    private final LiveTask<?, R> task;
    private final TimeSource time;
    private final Lease lease;
    private final Thread thread = Thread.currentThread();
    private final StopSignal stop = new StopSignal();
    private final Queue<TimeSource.Alarm> alarms = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private volatile ProgressTracker progress;
    private volatile int number;

    /** Whether it would go on where it stops: it has asked for a checkpoint or the ledger, or saved a checkpoint. */
    private volatile boolean resumable;

    private final AtomicBoolean recording = new AtomicBoolean();

    /** Touched by the thread that runs the task only. */
    private @Nullable Ending<R> ending;

    /** Whether a report of it is being written: the next two are touched by whoever does so. */
    private final AtomicBoolean reporting = new AtomicBoolean();

    private Progress recorded = Progress.NOT_STARTED;

    private boolean stalled;

    /** Touched by the thread that runs the task only. */
    private long startedAt;

    private boolean whole;
    private long forgiven;

    Attempt(LiveTask<?, R> task, Lease lease, TimeSource time) {
        this.task = task;
        this.lease = lease;
        this.time = time;
        this.progress = trackerFrom(Progress.NOT_STARTED);
    }

    private ProgressTracker trackerFrom(Progress earlier) {
        return new ProgressTracker(
                new ProgressTracker.Start(time.nanoTime(), number, time),
                earlier,
                task.definition().history(),
                task.policy().time().stallAfter());
    }

    /** It has started, and goes on from what was done earlier. */
    void started(int asNumber, StartingPoint from) {
        number = asNumber;
        progress = trackerFrom(from.checkpoint().isPresent() ? from.progress() : Progress.NOT_STARTED);
        forgiven = from.forgiven();
        startedAt = time.nanoTime();
        whole = from.checkpoint().isEmpty() && from.onlyItems().isEmpty();
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

    /** What a whole run of the type takes; one that went on from elsewhere, or does some items only, is not whole. */
    void rememberDuration() {
        if (whole) {
            task.definition().history().record(Duration.ofNanos(time.nanoTime() - startedAt), counts().processed());
        }
    }

    /** Which attempt of its task it is, once it has started. */
    int number() {
        return number;
    }

    boolean isResumable() {
        return resumable;
    }

    void markResumable() {
        resumable = true;
    }

    /** What it did is in the ledger of its task. False if that is known already. */
    boolean markRecorded() {
        return recording.compareAndSet(false, true);
    }

    /** Whether the calling thread is the one that the attempt has from its beginning to the last consequence. */
    boolean isOnThisThread() {
        return thread.equals(Thread.currentThread());
    }

    /**
     * Completes when the attempt has ended, never exceptionally. All consequences are drawn by then, unless the registry could not
     * write them down: that is put off and tried again, and nobody waits for it here.
     */
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    long nanoTime() {
        return time.nanoTime();
    }

    Progress progress() {
        return progress.at(time.nanoTime());
    }

    /**
     * Whether more items have failed than may.
     *
     * @param ended whether nothing comes any more
     */
    boolean hasFailedTooOften(boolean ended) {
        ErrorBudget budget = task.policy().errorBudget();
        return (ended || progress.hasFailures())
                && !budget.equals(ErrorBudget.unlimited())
                && budget.isExceededBy(counts(), forgiven, ended);
    }

    /** What it has done, when there is nothing to foretell any more. */
    Progress counts() {
        return progress.counts();
    }

    /** False if an earlier report has not ended yet. */
    boolean beginReport() {
        return !reporting.getAndSet(true);
    }

    void endReport() {
        reporting.set(false);
    }

    /** The progress, if there is something to tell since the last that was recorded. A changed pace alone is not. */
    Optional<Progress> progressToTell() {
        Progress now = progress();
        boolean same = now.units().equals(recorded.units())
                && now.phase().equals(recorded.phase())
                && now.message().equals(recorded.message());
        return same ? Optional.empty() : Optional.of(now);
    }

    void progressRecorded(Progress told) {
        recorded = told;
    }

    /** For how long it has stood still, once for each time that it does. */
    Optional<Duration> stallToTell() {
        Optional<Duration> standstill = progress().stalledFor();
        boolean told = stalled;
        stalled = standstill.isPresent();
        return told ? Optional.empty() : standstill;
    }

    /** Asks the code to stop at its next item, and is patient. */
    void requestPause() {
        stop.raise(StopSignal.Reason.PAUSED);
    }

    /** Asks the code to stop, and interrupts it after the grace. */
    void requestStop(StopSignal.Reason why) {
        stop.raise(why);
        alarmAfter(task.policy().time().cancelGrace(), stop::interrupt);
    }

    /** Does something after a while, unless the code has ended by then. */
    void alarmAfter(Duration delay, Runnable action) {
        alarms.add(time.after(delay, action));
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
        task.policy().time().timeout().ifPresent(this::stopAfter);
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
