/** What happened, for listeners and interceptors. */
@NullMarked
@CheckReturnValue
package dev.errand.event;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
