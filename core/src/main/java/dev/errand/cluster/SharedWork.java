package dev.errand.cluster;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.TaskId;
import dev.errand.registry.Admission;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Node;

/** What an engine gives to its shared executor. */
public interface SharedWork {

    /**
     * The registry.
     *
     * @return one that is open
     */
    DurableTaskRegistry registry();

    /**
     * The engine itself.
     *
     * @return the same as the registry was opened with
     */
    Node node();

    /**
     * What the engine can run, and within which limits.
     *
     * @return its types and permits, with nothing taken
     */
    Admission admission();

    /**
     * Runs one attempt of a task to its end, on the calling thread, if the task is still in the queue. Never throws.
     *
     * @param task its id
     * @return false if the task cannot be run here now, and is to be left to another engine for a while
     */
    @CanIgnoreReturnValue
    boolean run(TaskId task);
}
