/** What operators want to know about many tasks at once, worked out from lists of the latest of them. */
@CheckReturnValue
@NullMarked
package dev.errand.web.figures;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
