package dev.errand.mail.bounce;

import dev.errand.mail.ServerReply;
import dev.errand.mail.bounce.RecipientStatus.Action;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The fields about one recipient (RFC 3464, section 2.3). */
final class RecipientBlock {

    private static final Pattern STATUS = Pattern.compile("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}(?![0-9.])");
    private static final Pattern DIAGNOSTIC = Pattern.compile("\\s*([!-~&&[^;]]+)\\s*;\\s*(.*)", Pattern.DOTALL);

    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");

    private RecipientBlock() {}

    /**
     * Empty for the fields about the message, and for what says nothing about anybody.
     *
     * @param to the address in the {@code To} of the message
     */
    static Optional<RecipientStatus> read(FieldBlock block, Optional<String> to) {
        Optional<String> last = block.value("final-recipient").flatMap(ReportAddress::typed);
        Optional<String> first = block.value("original-recipient")
                .flatMap(ReportAddress::typed)
                .map(address -> asSent(address, last, to));
        Optional<String> recipient = first.or(() -> last);
        String status = statusOf(block);
        Optional<Action> action = actionOf(block, status);
        if (recipient.isEmpty() || action.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new RecipientStatus(
                recipient.get(), last.orElse(recipient.get()), action.get(), replyOf(block, status)));
    }

    /** Sendmail and Exim leave it encoded, as it was handed over. That they did is known if the address is named twice. */
    private static String asSent(String address, Optional<String> last, Optional<String> to) {
        String decoded = ReportAddress.decoded(address);
        return last.filter(decoded::equals).or(() -> to.filter(decoded::equals)).orElse(address);
    }

    private static String statusOf(FieldBlock block) {
        Matcher status = STATUS.matcher(block.value("status").orElse(""));
        return status.lookingAt() ? status.group() : "";
    }

    /** What it says; if that is none of the five, what its status says. */
    private static Optional<Action> actionOf(FieldBlock block, String status) {
        Matcher word = WORD.matcher(block.value("action").orElse("")); // Sendmail explains it behind that
        return switch (word.lookingAt() ? word.group().toLowerCase(Locale.ROOT) : "") {
            case "failed" -> Optional.of(Action.FAILED);
            case "delayed" -> Optional.of(Action.DELAYED);
            case "delivered" -> Optional.of(Action.DELIVERED);
            case "relayed" -> Optional.of(Action.RELAYED);
            case "expanded" -> Optional.of(Action.EXPANDED);
            default -> actionOf(status);
        };
    }

    private static Optional<Action> actionOf(String status) {
        if (status.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (status.charAt(0)) {
                    case '2' -> Action.DELIVERED;
                    case '4' -> Action.DELAYED;
                    default -> Action.FAILED;
                });
    }

    /** Exim says 5.0.0 whatever a server has said. */
    private static ServerReply replyOf(FieldBlock block, String status) {
        Matcher parts = DIAGNOSTIC.matcher(block.lines("diagnostic-code").orElse(""));
        if (!parts.matches()) {
            return new ServerReply(0, status, block.value("diagnostic-code").orElse(""));
        }
        ServerReply said = parts.group(1).equalsIgnoreCase("smtp")
                ? ServerReply.parse(parts.group(2))
                : new ServerReply(0, "", parts.group(2));
        boolean saysMore = status.isEmpty()
                || (status.endsWith(".0.0")
                        && !said.status().isEmpty()
                        && said.status().charAt(0) == status.charAt(0));
        return new ServerReply(said.code(), saysMore ? said.status() : status, said.text());
    }
}
