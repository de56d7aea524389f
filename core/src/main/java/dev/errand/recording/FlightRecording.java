package dev.errand.recording;

import dev.errand.event.TaskEvent;

/**
 * Writes what happens to tasks into the recordings that run.
 *
 * <p>It may be called from any thread, does not block, throws nothing, and costs nanoseconds while nothing is recorded.
 */
public final class FlightRecording {

    /** Has no state, so one is as good as another. */
    public FlightRecording() {}

    /**
     * Records that a task was queued, started, went on or ended. Other events are not recorded.
     *
     * @param event what happened
     */
    public void on(TaskEvent event) {
        switch (event) {
            case TaskEvent.Submitted submitted -> TaskQueued.record(submitted.task());
            case TaskEvent.Requeued requeued -> TaskQueued.record(requeued.task());
            case TaskEvent.Started started -> TaskStarted.record(started.task());
            case TaskEvent.Progressed progressed -> TaskProgress.record(progressed.task());
            case TaskEvent.Ended ended -> TaskEnded.record(ended.task(), ended.outcome());
            default -> {}
        }
    }
}
