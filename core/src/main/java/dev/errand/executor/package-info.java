/** Where code runs: virtual threads, your own {@link java.util.concurrent.Executor}. */
@NullMarked
@CheckReturnValue
package dev.errand.executor;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
