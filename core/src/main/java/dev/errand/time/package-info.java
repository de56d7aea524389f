/** What time it is, how much has passed, and a call when more has: the only clock that anything here goes by. */
@NullMarked
@CheckReturnValue
package dev.errand.time;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
