package dev.errand.recording;

import dev.errand.Outcome;
import dev.errand.TaskSnapshot;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/** A task has ended. */
@Name("dev.errand.TaskEnded")
@Label("Task Ended")
@Description("A task has ended")
final class TaskEnded extends RecordedCounts {

    @Label("Outcome")
    @Description("SUCCEEDED, PARTIAL, FAILED or CANCELLED")
    String outcome = "";

    @Label("Queued For")
    @Description("From the earliest time to start to the first attempt, or to the end; of no value after a retry")
    @Timespan
    long queuedFor;

    @Label("Ran For")
    @Description("From the beginning of the latest attempt to the end; of no value if there was none")
    @Timespan
    long ranFor;

    static void record(TaskSnapshot task, Outcome<? extends @Nullable Object> outcome) {
        TaskEnded event = new TaskEnded();
        if (event.isEnabled()) {
            event.describeWithCounts(task);
            event.outcome = nameOf(outcome);
            event.queuedFor = Times.queuedFor(task);
            event.ranFor = Times.ranFor(task);
            event.commit();
        }
    }

    private static String nameOf(Outcome<? extends @Nullable Object> outcome) {
        return outcome instanceof Outcome.Partial ? "PARTIAL" : outcome.state().name();
    }
}
