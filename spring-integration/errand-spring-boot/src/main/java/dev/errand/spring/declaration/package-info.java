/** Finds the tasks that an application declares, and makes submitters for them. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.declaration;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
