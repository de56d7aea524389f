/**
 * When a task that recurs is to run: the times, and what becomes of those that were missed. Values only; who waits for
 * a time to come, and submits the task, is the engine.
 *
 * <p>A {@link dev.errand.schedule.Schedule} tells its slots, a {@link dev.errand.schedule.Recurrence} gives them a name
 * and rules, and {@link dev.errand.schedule.DueSlots} says which of them are to be run now.
 */
@NullMarked
@CheckReturnValue
package dev.errand.schedule;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
