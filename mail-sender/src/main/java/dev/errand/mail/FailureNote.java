package dev.errand.mail;

import dev.errand.mail.Delivery.Phase;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.Failed.Why;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A failure as it stands in the ledger, for people and for a later attempt: {@code permanent at RCPT: 550 5.1.1 no such user}. */
final class FailureNote {

    private static final Pattern FORM =
            Pattern.compile("(permanent|exhausted) at (CONNECT|MAIL|RCPT|DATA|END_OF_DATA): ?(.*)", Pattern.DOTALL);

    private FailureNote() {}

    static String of(Failed failed) {
        return failed.why().name().toLowerCase(Locale.ROOT) + " at " + failed.phase() + ": " + failed.reply();
    }

    /** What a person has written there instead is kept as a text. */
    static Failed read(String recipient, String note) {
        Matcher parts = FORM.matcher(note);
        return parts.matches()
                ? new Failed(
                        recipient,
                        Why.valueOf(parts.group(1).toUpperCase(Locale.ROOT)),
                        Phase.valueOf(parts.group(2)),
                        ServerReply.parse(parts.group(3)))
                : new Failed(recipient, Why.PERMANENT, Phase.END_OF_DATA, ServerReply.parse(note));
    }
}
