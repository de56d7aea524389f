package dev.errand.recording;

import dev.errand.TaskSnapshot;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A task was accepted. */
@Name("dev.errand.TaskQueued")
@Label("Task Queued")
@Description("A task was accepted")
final class TaskQueued extends RecordedTask {

    @Label("State")
    @Description("QUEUED, or SCHEDULED if it waits for its time to come")
    String state = "";

    static void record(TaskSnapshot task) {
        TaskQueued event = new TaskQueued();
        if (event.isEnabled()) {
            event.describe(task);
            event.state = task.state().name();
            event.commit();
        }
    }
}
