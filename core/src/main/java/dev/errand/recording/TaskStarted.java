package dev.errand.recording;

import dev.errand.TaskSnapshot;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Timespan;

/** An attempt has begun. */
@Name("dev.errand.TaskStarted")
@Label("Task Started")
@Description("An attempt has begun")
final class TaskStarted extends RecordedTask {

    @Label("State")
    String state = "";

    @Label("Queued For")
    @Description("From the earliest time to start to the first attempt; of no value for later attempts")
    @Timespan
    long queuedFor;

    static void record(TaskSnapshot task) {
        TaskStarted event = new TaskStarted();
        if (event.isEnabled()) {
            event.describe(task);
            event.state = task.state().name();
            event.queuedFor = Times.queuedFor(task);
            event.commit();
        }
    }
}
