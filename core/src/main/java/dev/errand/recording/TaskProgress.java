package dev.errand.recording;

import dev.errand.TaskSnapshot;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;

/** A task has come further. */
@Name("dev.errand.TaskProgress")
@Label("Task Progress")
@Description("A task has come further; at most once a second")
final class TaskProgress extends RecordedCounts {

    @Label("State")
    String state = "";

    static void record(TaskSnapshot task) {
        TaskProgress event = new TaskProgress();
        if (event.isEnabled()) {
            event.describeWithCounts(task);
            event.state = task.state().name();
            event.commit();
        }
    }
}
