/** Several mail servers as one: weights, fail-over, and a circuit breaker for each. */
@NullMarked
@CheckReturnValue
package dev.errand.mail.failover;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
