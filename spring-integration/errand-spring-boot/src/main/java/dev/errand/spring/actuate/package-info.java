/** Tasks for the Actuator of Spring Boot: an endpoint, health and info. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.actuate;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
