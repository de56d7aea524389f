package dev.errand.registry;

import dev.errand.TaskId;
import dev.errand.TaskState;

/**
 * That a node runs a task, as its registry has it.
 *
 * @param task which task
 * @param lease the lease of the attempt
 * @param state one of those in which an attempt is under way
 */
public record Holding(TaskId task, Lease lease, TaskState state) {}
