/** Tells other programs over HTTP that tasks have ended. */
@NullMarked
@CheckReturnValue
package dev.errand.webhook;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
