package dev.errand.engine;

import dev.errand.event.TaskEvent;
import dev.errand.progress.Progress;
import dev.errand.registry.RunReport;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down, when it is asked to, how far attempts are, and whether they stand still. */
final class ProgressReports {

    private static final Logger LOG = LoggerFactory.getLogger(ProgressReports.class);

    private final LiveTasks live;
    private final Changes changes;
    private final Executor threads;
    private final Complaints complaints;

    /**
     * Writes nothing yet.
     *
     * @param threads where it writes: the registry may block
     */
    ProgressReports(Supervisor supervisor, Executor threads) {
        this.live = supervisor.live();
        this.changes = supervisor.changes();
        this.threads = threads;
        this.complaints = new Complaints(supervisor.time());
    }

    /** An attempt whose last report has not got through yet has time until the next call. */
    void write() {
        for (Attempt<?> attempt : live.attempts()) {
            if (attempt.beginReport()) {
                threads.execute(() -> write(attempt));
            }
        }
    }

    private void write(Attempt<?> attempt) {
        try {
            attempt.progressToTell().ifPresent(progress -> record(attempt, progress));
            attempt.stallToTell().ifPresent(standstill -> tellOfStall(attempt, standstill));
        } catch (RuntimeException e) {
            complaints.warn(
                    "The progress of task {} cannot be recorded", attempt.task().id(), e);
        } finally {
            attempt.endReport();
        }
    }

    /** What the registry refuses, since the task was taken from the attempt, is done with as well. */
    private void record(Attempt<?> attempt, Progress progress) {
        changes.report(attempt, () -> new RunReport.Advanced(attempt.progress()), TaskEvent.Progressed::new);
        attempt.progressRecorded(progress);
    }

    private void tellOfStall(Attempt<?> attempt, Duration standstill) {
        LOG.warn(
                "The code of task {} has made no progress for {}",
                attempt.task().id(),
                standstill);
        changes.tell(attempt, task -> new TaskEvent.Stalled(task, standstill));
    }
}
