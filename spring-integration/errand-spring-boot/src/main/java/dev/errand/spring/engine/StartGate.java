package dev.errand.spring.engine;

import dev.errand.cluster.SharedExecutor;
import dev.errand.executor.TaskExecutor;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds back what would run before the application is ready, and what would begin while it ends. An engine is made in the midst
 * of other beans, and a durable registry may have work for it at once, which needs all of them. When the application ends, its
 * server may wait for open calls for long, and what began meanwhile would only be interrupted soon.
 */
public final class StartGate {

    private final List<Runnable> whenOpen = new ArrayList<>();
    private final List<Runnable> whenClosed = new ArrayList<>();
    private boolean opened;
    private boolean closedForGood;

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

    /** Lets everything through from now on, unless it was {@linkplain #closeForGood closed for good}. */
    public void open() {
        List<Runnable> waiting;
        synchronized (this) {
            if (closedForGood) {
                return;
            }
            opened = true;
            waiting = List.copyOf(whenOpen);
            whenOpen.clear();
        }
        waiting.forEach(Runnable::run);
    }

    /** Lets nothing more through. What is through goes on, and what comes waits. */
    public void closeForGood() {
        List<Runnable> actions;
        synchronized (this) {
            closedForGood = true;
            actions = List.copyOf(whenClosed);
            whenClosed.clear();
        }
        actions.forEach(Runnable::run);
    }

    synchronized boolean isOpen() {
        return opened && !closedForGood;
    }

    /** Whether it is open, or was before it was closed for good. */
    synchronized boolean wasOpened() {
        return opened;
    }

    /** Does something when the gate is open, or was: at once in that case. */
    void whenOpen(Runnable action) {
        synchronized (this) {
            if (!opened) {
                whenOpen.add(action);
                return;
            }
        }
        action.run();
    }

    /** Does something when the gate is closed for good. */
    synchronized void whenClosed(Runnable action) {
        whenClosed.add(action);
    }
}
