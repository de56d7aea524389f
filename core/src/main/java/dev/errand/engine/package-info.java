/**
 * Puts it together: submit, watch, cancel, shut down. The only builder.
 *
 * <p>{@link dev.errand.engine.TaskEngine} is the door. Behind it, a {@code Dispatcher} keeps the queue and its limits,
 * an {@code Attempt} runs the code of a task once, and the {@code Supervisor} brings every change of state before the
 * registry and, if it happened, tells those who wait, watch and listen.
 */
@NullMarked
@CheckReturnValue
package dev.errand.engine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
