/** Tasks in the database of an application, and in its transactions. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.jdbc;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
