package dev.errand.event;

/**
 * Is told what happens to tasks, after it has happened.
 *
 * <p>Each listener is called on a virtual thread of its own, one event at a time, and gets the events of a task in
 * their order. It cannot change anything: one that throws is logged, and one that hangs misses what happens meanwhile
 * once ten thousand events wait for it. What must not be missed is read from the registry.
 */
@FunctionalInterface
public interface TaskListener {

    /**
     * Something happened.
     *
     * @param event what, and to which task
     * @throws Exception is logged, and changes nothing
     */
    void on(TaskEvent event) throws Exception;
}
