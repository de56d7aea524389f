/** Who goes next: what waits, whose turn it is, and the tickets of db-scheduler, by which machines take it. */
@NullMarked
@CheckReturnValue
package dev.errand.jdbc.queue;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
