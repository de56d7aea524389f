/** How many tasks there are, how long they wait and run, and how they end, for Micrometer. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.observation;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
