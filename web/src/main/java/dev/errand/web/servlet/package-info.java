/** Tasks over HTTP, in a servlet container. */
@NullMarked
@CheckReturnValue
package dev.errand.web.servlet;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
