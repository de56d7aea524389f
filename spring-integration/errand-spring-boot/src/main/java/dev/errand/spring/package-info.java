/** Tasks in a Spring application: what its code speaks of. */
@NullMarked
@CheckReturnValue
package dev.errand.spring;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
