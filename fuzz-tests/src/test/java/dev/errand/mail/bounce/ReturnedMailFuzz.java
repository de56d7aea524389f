package dev.errand.mail.bounce;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.errand.InvalidInputException;
import dev.errand.mail.MailAddress;
import dev.errand.mail.bounce.ReturnedMail.DeliveryReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A mail is refused, or what is read from it has addresses that are some, and texts that fit on a line. */
public final class ReturnedMailFuzz {

    private static final Pattern ADDRESS = Pattern.compile("[^\\s\\p{C}\\p{Z}<>]+@[^\\s\\p{C}\\p{Z}<>@]+");
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\u2028\\u2029]");
    private static final List<String> TYPES = List.of(
            "message/delivery-status", "message/global-delivery-status", "message/feedback-report", "message/rfc822");

    private ReturnedMailFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) throws IOException {
        byte[] mail = data.consumeBoolean()
                ? data.consumeRemainingAsBytes()
                : report(data).getBytes(UTF_8);
        ReturnedMail read;
        try {
            read = ReturnedMail.read(new ByteArrayInputStream(mail));
        } catch (InvalidInputException refused) {
            return;
        }
        read.suppressions().forEach((address, reason) -> {
            requireAddress(address);
            requireLine(reason);
        });
        requireFit(read.original());
        if (read instanceof DeliveryReport report) {
            require(!report.recipients().isEmpty(), "a report about nobody");
            for (RecipientStatus one : report.recipients()) {
                requireAddress(one.recipient());
                requireAddress(one.finalRecipient());
                requireLine(one.reply().toString());
            }
        }
    }

    /** Else it would take long to find out that there are parts. */
    private static String report(FuzzedDataProvider data) {
        StringBuilder mail = new StringBuilder("Content-Type: multipart/report; boundary=b\n");
        for (int parts = data.consumeInt(0, 4); parts > 0; parts--) {
            mail.append("\n--b\nContent-Type: ").append(data.pickValue(TYPES)).append("\n\n");
            for (int fields = data.consumeInt(0, 6); fields > 0; fields--) {
                mail.append(data.pickValue(List.of(
                                "Final-Recipient: rfc822; a@b\nAction: failed\n",
                                "Original-Recipient: utf-8; ",
                                "Status: 5.1.1\n",
                                "Diagnostic-Code: smtp; 550",
                                "Feedback-Type: abuse\n",
                                "Original-Rcpt-To: ",
                                "Original-Envelope-Id: ",
                                "Message-ID: <",
                                "Feedback-ID: ",
                                "To: ",
                                "\n")))
                        .append(data.consumeString(60))
                        .append(data.consumeBoolean() ? "\n" : "\n ");
            }
        }
        return mail + "\n--b--\n";
    }

    private static void requireFit(OriginalMessage original) {
        original.to().ifPresent(ReturnedMailFuzz::requireAddress);
        Stream.of(original.messageId(), original.envelopeId(), original.feedbackId())
                .flatMap(Optional::stream)
                .forEach(id -> {
                    require(!id.isEmpty(), "an empty id");
                    requireLine(id);
                });
        original.campaign()
                .ifPresent(message -> require(
                        Stream.of(original.envelopeId(), original.messageId())
                                .flatMap(Optional::stream)
                                .anyMatch(id -> id.startsWith(message.task() + "." + message.recipient())),
                        "another message: " + message));
    }

    private static void requireAddress(String address) {
        require(ADDRESS.matcher(address).matches(), "not an address: " + address);
        require(MailAddress.normalized(address).equals(address), "not normalized: " + address);
    }

    private static void requireLine(String text) {
        require(!UNSAFE.matcher(text).find(), "not on a line: " + text);
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new AssertionError(otherwise);
        }
    }
}
