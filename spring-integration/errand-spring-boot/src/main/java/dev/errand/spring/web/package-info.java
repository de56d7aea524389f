/** Tasks over HTTP in a servlet application: who calls, what controllers answer, which requests are ours. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.web;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
