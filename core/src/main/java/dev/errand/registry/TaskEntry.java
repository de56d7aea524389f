package dev.errand.registry;

import dev.errand.TaskSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * What a registry keeps of one task.
 *
 * @param snapshot the task
 * @param input what was submitted; null for a type without input
 */
public record TaskEntry(TaskSnapshot snapshot, @Nullable Object input) {}
