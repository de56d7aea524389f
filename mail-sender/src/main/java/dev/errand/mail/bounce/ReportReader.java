package dev.errand.mail.bounce;

import dev.errand.InvalidInputException;
import dev.errand.mail.ServerReply;
import dev.errand.mail.bounce.RecipientStatus.Action;
import dev.errand.mail.bounce.ReturnedMail.Complaint;
import dev.errand.mail.bounce.ReturnedMail.DeliveryReport;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Tells from the parts of a mail what it says. */
final class ReportReader {

    private static final Pattern MESSAGE_ID = Pattern.compile("<([!-~&&[^<>]]{1,900})>");
    private static final Pattern PLAIN = Pattern.compile("[ -~]{1,900}");

    private final ReportParts parts;

    private ReportReader(ReportParts parts) {
        this.parts = parts;
    }

    static ReturnedMail read(byte[] mail) {
        return new ReportReader(ReportParts.of(mail)).read();
    }

    private ReturnedMail read() {
        if (parts.feedback().isPresent()) {
            return complaint(FieldBlock.first(parts.feedback().get()));
        }
        if (parts.deliveryStatus().isPresent()) {
            return deliveryReport(FieldBlock.all(parts.deliveryStatus().get()));
        }
        return bounceInWords();
    }

    private DeliveryReport deliveryReport(List<FieldBlock> blocks) {
        Optional<String> envelopeId = blocks.stream()
                .flatMap(block -> block.value("original-envelope-id").stream())
                .findFirst();
        OriginalMessage original = original(envelopeId);
        List<RecipientStatus> all = blocks.stream()
                .flatMap(block -> RecipientBlock.read(block, original.to()).stream())
                .toList();
        if (all.isEmpty()) {
            throw new InvalidInputException(
                    "delivery report", blocks.size() + " blocks", "have a recipient and what became of her message");
        }
        return new DeliveryReport(original, all.size() == 1 ? List.of(addressed(all.getFirst(), original)) : all);
    }

    /** A message of a campaign has one recipient, whomever her mailbox passes it on to. */
    private static RecipientStatus addressed(RecipientStatus one, OriginalMessage original) {
        boolean isKnown = !one.recipient().equals(one.finalRecipient());
        Optional<String> to = original.campaign().isEmpty() || isKnown ? Optional.empty() : original.to();
        return to.map(address -> new RecipientStatus(address, one.finalRecipient(), one.action(), one.reply()))
                .orElse(one);
    }

    private Complaint complaint(FieldBlock report) {
        String type = report.value("feedback-type")
                .orElseThrow(() -> new InvalidInputException("feedback report", "", "say its Feedback-Type"));
        OriginalMessage original = original(report.value("original-envelope-id"));
        List<String> recipients = report.values("original-rcpt-to").stream()
                .flatMap(address -> ReportAddress.plain(address).stream())
                .distinct()
                .toList();
        boolean isToOne = recipients.isEmpty() && original.campaign().isPresent();
        return new Complaint(
                original, kindOf(type), isToOne ? original.to().stream().toList() : recipients);
    }

    private static Complaint.Kind kindOf(String type) {
        return switch (type.toLowerCase(Locale.ROOT)) {
            case "abuse" -> Complaint.Kind.ABUSE;
            case "fraud" -> Complaint.Kind.FRAUD;
            case "virus" -> Complaint.Kind.VIRUS;
            case "opt-out", "opt-out-list" -> Complaint.Kind.OPT_OUT;
            case "not-spam" -> Complaint.Kind.NOT_SPAM;
            case "auth-failure" -> Complaint.Kind.AUTH_FAILURE;
            default -> Complaint.Kind.OTHER;
        };
    }

    /** Exim and Gmail name those who have not got it in the header, also where there is nothing else for programs. */
    private ReturnedMail bounceInWords() {
        OriginalMessage original = original(Optional.empty());
        List<RecipientStatus> failed = parts.header().values("x-failed-recipients").stream()
                .flatMap(all -> Stream.of(all.split(",")))
                .flatMap(address -> ReportAddress.plain(address).stream())
                .map(address -> new RecipientStatus(address, address, Action.FAILED, new ServerReply(0, "", "")))
                .toList();
        return failed.isEmpty() ? new ReturnedMail.Other(original) : new DeliveryReport(original, failed);
    }

    private OriginalMessage original(Optional<String> envelopeId) {
        FieldBlock returned = parts.returnedHeader();
        Optional<String> messageId = ids(returned, "message-id")
                .findFirst()
                .or(() -> Stream.of("x-original-message-id", "in-reply-to", "references")
                        .flatMap(name -> ids(parts.header(), name))
                        .findFirst());
        return new OriginalMessage(
                messageId,
                envelopeId.filter(ReportReader::isPlain),
                returned.value("to").flatMap(ReportAddress::inHeader),
                returned.value("feedback-id").filter(ReportReader::isPlain));
    }

    /** Anybody may write it; it is to be fit for a line. */
    private static boolean isPlain(String id) {
        return PLAIN.matcher(id).matches();
    }

    private static Stream<String> ids(FieldBlock block, String name) {
        return block.values(name).stream()
                .flatMap(value -> MESSAGE_ID.matcher(value).results())
                .map((MatchResult id) -> id.group(1));
    }
}
