/** Who submits, and who a task runs as, with Spring Security. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.security;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
