package dev.errand.engine;

import dev.errand.TaskId;
import dev.errand.schedule.Recurrence;
import java.time.Instant;
import java.util.Optional;

/**
 * A task that recurs, as it stands now.
 *
 * @param recurrence its name, and when
 * @param type the name of the type of its tasks
 * @param latest the latest of its tasks; empty before the first
 * @param next when it is next due; empty if never again
 */
public record RecurringTask(Recurrence recurrence, String type, Optional<TaskId> latest, Optional<Instant> next) {}
