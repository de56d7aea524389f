/** How fast a campaign may go: rates, warm-up, quiet hours, and slowing down when a server is in trouble. */
@NullMarked
@CheckReturnValue
package dev.errand.mail.pace;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
