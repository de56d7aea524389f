package dev.errand.engine;

import dev.errand.Outcome;
import dev.errand.TaskCancelledException;
import dev.errand.event.TaskEvent;
import dev.errand.registry.Lease;
import dev.errand.registry.StartingPoint;
import dev.errand.registry.Transition;
import java.util.Optional;
import java.util.UUID;

/** The same, once its attempt has begun. The executor has no room for another one, so what is queued stays so. */
abstract class RunningTask extends QueuedTask {

    private final Outcome<String> success = new Outcome.Succeeded<>("done");
    private final Outcome<String> failure = new Outcome.Failed<>(broken(), Optional.empty());

    final Attempt<String> attempt = new Attempt<>(task, new Lease(UUID.randomUUID()), time);
    private final AttemptWriter writer = new AttemptWriter(attempt, changes, parts, new Complaints(time));

    RunningTask() {
        steps.tryStart(() -> {});
        live.begin(attempt);
        changes.apply(task, Transition.start(attempt.lease(), time.instant()), TaskEvent.Started::new);
        attempt.started(1, StartingPoint.BEGINNING);
        attempt.markResumable();
    }

    /** True if it was this that ended the task. */
    final boolean complete() {
        return finish(success);
    }

    /** True if it was this that ended the task. */
    final boolean fail() {
        return finish(failure);
    }

    private boolean finish(Outcome<String> outcome) {
        supervisor.finish(attempt, outcome);
        return outcome.equals(task.completion().getNow(null));
    }

    /** The attempt heeds the request to cancel. */
    final void heedCancel() {
        supervisor.finishCancelled(attempt, Optional.empty());
    }

    /** The attempt heeds the request to pause. */
    final boolean heedPause() {
        return supervisor.pause(attempt, Optional.empty());
    }

    /** The attempt fails, and there are some left. */
    final boolean retryLater() {
        return supervisor.retryLater(attempt, broken(), RETRY_DELAY);
    }

    /** As {@link #retryLater}, or it pauses if it was asked to. */
    final String failButGoOn() {
        if (retryLater()) {
            return "LATER";
        }
        return supervisor.pause(attempt, Optional.of(broken())) ? "PAUSED" : "NEITHER";
    }

    /** What a shutdown does to an attempt that does not heed it. */
    final void cutShort() {
        supervisor.interrupt(attempt, Optional.empty());
    }

    final boolean passNoReturn() {
        return writer.passNoReturn();
    }

    final void timeIsUp() {
        attempt.requestStop(StopSignal.Reason.TIMED_OUT);
    }

    /** What the attempt is taken to answer when it stops. */
    final String stoppedBy() {
        return attempt.stoppedBy(new TaskCancelledException("")).map(Enum::name).orElse("NOBODY");
    }
}
