/** Inputs, results and cursors as text. */
@NullMarked
@CheckReturnValue
package dev.errand.jdbc.payload;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
