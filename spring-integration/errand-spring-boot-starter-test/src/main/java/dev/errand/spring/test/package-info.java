/** For tests of applications that have tasks: time that passes when the test says so, and tasks to wait for. */
@NullMarked
@CheckReturnValue
package dev.errand.spring.test;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
