/** What comes back to the sender of a campaign: reports of failed deliveries, and complaints. Start with {@link ReturnedMail}. */
@NullMarked
@CheckReturnValue
package dev.errand.mail.bounce;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
