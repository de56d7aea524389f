/**
 * How far a task is: counts, rate, time left.
 *
 * <p>A task reports through {@link dev.errand.progress.ProgressReporter}; whoever watches reads a
 * {@link dev.errand.progress.Progress}. Between them stands {@link dev.errand.progress.ProgressTracker}, which costs
 * the task a few nanoseconds an item and does its arithmetic only when somebody looks.
 */
@NullMarked
@CheckReturnValue
package dev.errand.progress;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
