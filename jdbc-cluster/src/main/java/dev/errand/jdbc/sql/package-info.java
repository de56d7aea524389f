/** How this module talks to a database: its dialect, its transactions, what goes into one commit, and what is answered late. */
@NullMarked
@CheckReturnValue
package dev.errand.jdbc.sql;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
