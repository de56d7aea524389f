package dev.errand.benchmarks.cluster;

import java.util.List;

/**
 * One engine in one process, with its tables in a database that other nodes may use too. What its tasks do is always
 * the same {@link TaskCode}, which is given the id that a task was submitted with.
 *
 * <p>Opening one makes its tables if they are not there; nodes are opened one after the other. Which of them there are
 * stands in {@link Contenders}.
 */
interface Contender {

    /** Begins to run tasks. Until then it only takes them, and other nodes run them. */
    void start() throws Exception;

    /** Takes one task, to be run at once, and returns when it is committed. */
    void submit(String id) throws Exception;

    /** Takes many tasks, to be run at once, in the way that costs the least. */
    void submitAll(List<String> ids) throws Exception;

    /** Asks for the end of a task that was submitted here and runs anywhere. Only of who takes part in that scenario. */
    default void cancel(String id) throws Exception {
        throw new UnsupportedOperationException("tasks cannot be cancelled");
    }

    /** Whether the database holds no task any more that has not ended. */
    boolean allEnded() throws Exception;

    /** Stops running tasks, in a few seconds at most. */
    void stop() throws Exception;
}
