/** When the engine begins and ends within the life of an application. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.engine;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
