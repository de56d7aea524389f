package dev.errand.recording;

import dev.errand.TaskSnapshot;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.StackTrace;

/** What all our events say. */
@Category("Errand")
@StackTrace(false)
abstract class RecordedTask extends Event {

    @Label("Task Id")
    String taskId = "";

    @Label("Task Type")
    String type = "";

    @Label("Attempt")
    @Description("How many attempts have begun")
    int attempt;

    final void describe(TaskSnapshot task) {
        taskId = task.id().toString();
        type = task.submission().type();
        attempt = task.status().attempt();
    }
}
