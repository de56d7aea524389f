/** What is kept about tasks, a class for each table or for a part of one. */
@NullMarked
@CheckReturnValue
package dev.errand.jdbc.table;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
