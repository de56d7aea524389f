package dev.errand.cluster;

import dev.errand.TaskId;
import dev.errand.registry.Admission;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Node;
import dev.errand.registry.TaskEntry;

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
     * @return what became of it
     */
    Turn run(TaskId task);

    /**
     * The same, for a distributor that has just read the task, as it does for many at once.
     *
     * @param task as it was a moment ago
     * @return what became of it
     */
    Turn run(TaskEntry task);

    /** What became of a task that was to run. */
    enum Turn {
        /** An attempt has begun, and is over. */
        RUN,
        /** It has not begun: the task did not wait any more, or the engine may begin nothing now. */
        NOT_BEGUN,
        /** This engine cannot run it, and it is to be left to others for a while. */
        LEFT_TO_OTHERS
    }
}
