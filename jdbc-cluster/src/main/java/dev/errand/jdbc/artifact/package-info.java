/** Files in a table, in chunks. */
@NullMarked
@CheckReturnValue
package dev.errand.jdbc.artifact;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
