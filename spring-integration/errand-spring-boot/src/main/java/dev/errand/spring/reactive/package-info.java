/** Tasks over HTTP in a reactive application: who calls, what controllers answer. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.reactive;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
