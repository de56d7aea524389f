package dev.errand.cluster;

import dev.errand.executor.TaskExecutor;

/**
 * An executor that takes its work from a queue which the engines of several processes share, rather than being handed it.
 * Tasks that are written in place live in one process only, and are handed to it all the same.
 */
public interface SharedExecutor extends TaskExecutor, TaskDistributor {}
