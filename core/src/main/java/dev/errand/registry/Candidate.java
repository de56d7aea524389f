package dev.errand.registry;

import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.TaskId;

/**
 * A task that waits, and may start now.
 *
 * @param task its id
 * @param type the name of its type
 * @param owner on whose behalf it runs
 * @param priority its priority
 */
public record Candidate(TaskId task, String type, Owner owner, Priority priority) {}
