/** Says in words why an application does not start, and what to do about it. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.diagnostics;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
