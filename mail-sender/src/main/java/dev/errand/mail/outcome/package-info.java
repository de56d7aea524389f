/** What became of everybody, as a file: one line for each recipient of a campaign, in a {@link OutcomeFormat format} of choice. */
@NullMarked
@CheckReturnValue
package dev.errand.mail.outcome;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
