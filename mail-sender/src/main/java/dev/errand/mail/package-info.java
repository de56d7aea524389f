/**
 * A campaign: recipients, message, outcome of each, report; the transport SPI.
 *
 * <p>A {@link dev.errand.mail.Campaign} says once what everybody gets. Sending it takes recipients from anything that
 * can be looped over and ends in a {@link dev.errand.mail.CampaignReport} with exactly one {@link
 * dev.errand.mail.RecipientOutcome} for each of them.
 */
@NullMarked
@CheckReturnValue
package dev.errand.mail;

import com.google.errorprone.annotations.CheckReturnValue;
import org.jspecify.annotations.NullMarked;
