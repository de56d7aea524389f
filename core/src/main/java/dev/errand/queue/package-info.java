/**
 * Who starts next: by priority, then by turns between owners, within the limits of types, owners and resources. Not
 * exported: it is a part of the engine.
 */
@NullMarked
@CheckReturnValue
package dev.errand.queue;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
