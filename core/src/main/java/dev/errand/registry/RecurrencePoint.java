package dev.errand.registry;

import dev.errand.TaskId;
import java.time.Instant;
import java.util.Optional;

/**
 * How far a recurrence has come.
 *
 * @param decidedUpTo up to where it was decided which slots are run
 * @param latest the latest task that was submitted for one; empty before the first
 */
public record RecurrencePoint(Instant decidedUpTo, Optional<TaskId> latest) {}
