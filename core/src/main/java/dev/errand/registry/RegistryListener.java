package dev.errand.registry;

import dev.errand.TaskId;

/**
 * Who is told by a registry that another node has changed something: as soon as it can tell, and if it can. So it only saves
 * time, and whoever listens looks by itself all the same.
 *
 * <p>Called on a thread of the registry, which must not be kept.
 */
public interface RegistryListener {

    /** Something waits that nobody here has been told of: it may start. */
    void onQueued();

    /** Something was offered to all who share the tasks. */
    void onOffered();

    /**
     * Somebody has asked a task to stop or to pause, which may run here.
     *
     * @param task which one
     */
    void onCommand(TaskId task);
}
