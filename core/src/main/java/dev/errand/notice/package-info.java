/** How owners learn of an end that they did not wait for: what is told, and who tells it. */
@NullMarked
@CheckReturnValue
package dev.errand.notice;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
