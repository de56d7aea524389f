/**
 * For tests of tasks, and of registries, executors and stores that somebody else has written.
 *
 * <p>{@link dev.errand.testkit.ManualTime} passes when a test says so, {@link dev.errand.testkit.SteppingExecutor} runs
 * tasks when it does, and {@link dev.errand.testkit.TaskAssertions} look at what came of it. The contracts are abstract
 * JUnit classes, one for each part that an engine can be given: extend one, and it tests yours.
 */
@NullMarked
@CheckReturnValue
package dev.errand.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
