package dev.errand.recording;

import dev.errand.TaskSnapshot;
import dev.errand.progress.Progress;
import jdk.jfr.Description;
import jdk.jfr.Label;

/** What is said of a task that counts. */
abstract class RecordedCounts extends RecordedTask {

    private static final long UNKNOWN = -1;

    @Label("Done")
    @Description("Units finished well")
    long done;

    @Label("Failed")
    @Description("Units given up")
    long failed;

    @Label("Total")
    @Description("Units expected in all; -1 while unknown")
    long total;

    final void describeWithCounts(TaskSnapshot task) {
        describe(task);
        Progress progress = task.progress();
        done = progress.done();
        failed = progress.failed();
        total = progress.total().orElse(UNKNOWN);
    }
}
