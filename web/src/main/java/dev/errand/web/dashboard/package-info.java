/** What operators want to know about many tasks at once, worked out from lists of the latest of them. */
@CheckReturnValue
@NullMarked
package dev.errand.web.dashboard;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
