/**
 * The words: task, type, context, id, handle, snapshot, outcome, exceptions. All that a task author needs.
 *
 * <p>A {@link dev.errand.BackgroundTask} is registered under a {@link dev.errand.TaskType}; whoever submits one gets a
 * {@link dev.errand.TaskHandle}; everybody else sees {@linkplain dev.errand.TaskSnapshot snapshots}; and it ends in an
 * {@link dev.errand.Outcome}, which is a value. Exceptions are for a refused call only, and all of them are
 * {@link dev.errand.ErrandException}s.
 */
@NullMarked
@CheckReturnValue
package dev.errand;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
