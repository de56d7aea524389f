package dev.errand.spring.engine;

import dev.errand.cluster.SharedExecutor;
import dev.errand.executor.TaskExecutor;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds back what would run before the application is ready. An engine is made in the midst of other beans, and a durable
 * registry may have work for it at once, which needs all of them.
 */
public final class StartGate {

    private final List<Runnable> whenOpen = new ArrayList<>();
    private boolean open;

    /** A gate that is closed. */
    public StartGate() {}

    /**
     * Puts an executor behind the gate.
     *
     * @param executor runs tasks
     * @return one that runs them when the gate is open
     */
    public TaskExecutor behind(TaskExecutor executor) {
        return executor instanceof SharedExecutor shared
                ? new GatedSharedExecutor(shared, this)
                : new GatedExecutor(executor, this);
    }

    /** Lets everything through from now on. */
    public void open() {
        List<Runnable> waiting;
        synchronized (this) {
            open = true;
            waiting = List.copyOf(whenOpen);
            whenOpen.clear();
        }
        waiting.forEach(Runnable::run);
    }

    synchronized boolean isOpen() {
        return open;
    }

    /** Does something when the gate is open: at once if it is. */
    void whenOpen(Runnable action) {
        synchronized (this) {
            if (!open) {
                whenOpen.add(action);
                return;
            }
        }
        action.run();
    }
}
