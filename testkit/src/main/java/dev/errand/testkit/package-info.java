/**
 * For tests of tasks, and of registries, executors and stores that somebody else has written.
 *
 * <p>{@link dev.errand.testkit.ManualTime} passes when a test says so. The contracts are abstract JUnit classes, one for
 * each part that an engine can be given: extend one, and it tests yours.
 */
@NullMarked
@CheckReturnValue
package dev.errand.testkit;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
