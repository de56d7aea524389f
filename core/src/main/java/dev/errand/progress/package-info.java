/**
 * How far a task is: counts, rate, time left.
 *
 * <p>A task reports through {@link dev.errand.progress.ProgressReporter}; whoever watches reads a
 * {@link dev.errand.progress.Progress}, which is made of {@link dev.errand.progress.Units},
 * {@link dev.errand.progress.Phase}, {@link dev.errand.progress.Pace} and {@link dev.errand.progress.FailedItem}s.
 * Between them stands {@link dev.errand.progress.ProgressTracker}, which costs the task a few nanoseconds an item and
 * does its arithmetic only when somebody looks.
 *
 * <p>Inside of it, a {@code StripedCount} counts each kind of unit, a {@code Course} keeps plan, phase and total, and a
 * {@code PaceMeter} watches the counts grow: a {@code RateWindow} tells units a second, {@code Milestones} how long
 * work took lately, and a {@link dev.errand.progress.RunHistory} how long it took other runs. A {@code Spread} is what
 * the last two have to say, and becomes the {@link dev.errand.progress.TimeLeft}.
 *
 * <p>What a progress promises: counts never fall within an attempt, and stop at the largest long; the percentage never
 * falls either, is missing where nobody can tell it, and is 100 only when all phases are through; the time left is a
 * range with a confidence, or missing. What cannot be (a negative count, a plan without phases) is refused with an
 * {@link java.lang.IllegalArgumentException}; what turned out otherwise (a total too low) is put right.
 */
@NullMarked
@CheckReturnValue
package dev.errand.progress;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
