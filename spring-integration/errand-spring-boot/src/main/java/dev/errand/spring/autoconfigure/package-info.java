/** Auto-configuration for Spring Boot. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.autoconfigure;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
