package dev.errand.testkit;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.TaskHandle;
import java.time.Duration;
import org.assertj.core.api.AbstractAssert;

/** Assertions about a task that may not have ended yet. */
public final class TaskHandleAssert extends AbstractAssert<TaskHandleAssert, TaskHandle<?>> {

    TaskHandleAssert(TaskHandle<?> actual) {
        super(actual, TaskHandleAssert.class);
    }

    /**
     * The task has ended, or ends in time. Blocks until it does; an interrupt fails the assertion, and is kept.
     *
     * @param limit how long to wait at most; zero only to look
     * @return assertions about the ended task: how it ended, what it counted, which files it left
     */
    @CanIgnoreReturnValue
    public TaskSnapshotAssert endsWithin(Duration limit) {
        boolean ended;
        try {
            ended = actual.await(limit).isPresent();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unlike("ends before the waiting thread is interrupted");
        }
        if (!ended) {
            throw unlike("ends within " + limit);
        }
        return new TaskSnapshotAssert(actual.snapshot()).as(descriptionText());
    }

    private AssertionError unlike(String expectation) {
        return failure("%s", SnapshotText.notOneThat(expectation, actual.snapshot()));
    }
}
