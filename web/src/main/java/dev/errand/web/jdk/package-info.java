/** Tasks over HTTP, behind the server of the JDK. */
@NullMarked
@CheckReturnValue
package dev.errand.web.jdk;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
