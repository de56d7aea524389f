package dev.errand.testkit;

import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;

/**
 * Where assertions about tasks begin. Import {@code assertThat} from here, and from AssertJ's {@code Assertions} too:
 * the compiler tells them apart.
 */
public final class TaskAssertions {

    private TaskAssertions() {}

    /**
     * Asserts about a task at one moment.
     *
     * @param actual what the handle, or a list, has shown
     * @return assertions about it
     */
    public static TaskSnapshotAssert assertThat(TaskSnapshot actual) {
        return new TaskSnapshotAssert(actual);
    }

    /**
     * Asserts about a task that may not have ended yet.
     *
     * @param actual its handle
     * @return assertions about it
     */
    public static TaskHandleAssert assertThat(TaskHandle<?> actual) {
        return new TaskHandleAssert(actual);
    }
}
