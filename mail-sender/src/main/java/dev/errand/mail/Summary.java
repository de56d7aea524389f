package dev.errand.mail;

import static java.time.temporal.ChronoUnit.SECONDS;

import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.Failed.Why;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.NotTried;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Skipped;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jsoup.nodes.Entities;

/** What administrators are told by mail: how many, and who was not sent to and why. */
final class Summary {

    private final CampaignReport report;

    Summary(CampaignReport report) {
        this.report = report;
    }

    /** One message for each administrator. */
    List<MailMessage> messages(CampaignPeople<?> people, String messageId) {
        return people.summaryTo().stream()
                .map(to -> new MailMessage(
                        new MailMessage.Envelope(people.from().getFirst(), to, List.of(), messageId),
                        subject(),
                        text(),
                        html(),
                        Map.of("Auto-Submitted", "auto-generated"),
                        List.of()))
                .toList();
    }

    private String subject() {
        return report.title() + ": " + report.sent() + " of " + report.total() + " sent"
                + (report.stopped().isPresent() ? ", stopped" : "");
    }

    private Map<String, String> figures() {
        Map<String, String> figures = new LinkedHashMap<>();
        figures.put("Recipients", String.valueOf(report.total()));
        figures.put("Sent", String.valueOf(report.sent()));
        figures.put("Failed", String.valueOf(report.counts().notSent()));
        figures.put("– refused by the server", String.valueOf(report.counts().failed()));
        figures.put("– not fit to be sent", String.valueOf(report.counts().invalid()));
        figures.put("– in doubt", String.valueOf(report.counts().inDoubt()));
        figures.put("– skipped", String.valueOf(report.counts().skipped()));
        figures.put("– not tried", String.valueOf(report.counts().notTried()));
        figures.put(
                "Began", DateTimeFormatter.ISO_INSTANT.format(report.startedAt().truncatedTo(SECONDS)));
        figures.put("Took", String.format(Locale.ROOT, "%.1f s", report.took().toMillis() / 1000.0));
        report.stopped().ifPresent(reason -> figures.put("Stopped", reason));
        return figures;
    }

    private String text() {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(report.title()).add("");
        figures().forEach((name, value) -> lines.add(name + ": " + value));
        lines.add("");
        report.notSent().forEach(outcome -> lines.add(outcome.recipient() + ": " + reasonOf(outcome)));
        unlisted().lines().forEach(lines::add);
        return lines.toString();
    }

    private String html() {
        StringBuilder html = new StringBuilder("<!DOCTYPE html><html><body style=\"font-family:sans-serif\"><h2>")
                .append(Entities.escape(report.title()))
                .append("</h2><table>");
        figures().forEach((name, value) -> appendRow(html, name, value));
        html.append("</table>");
        if (!report.notSent().isEmpty()) {
            html.append("<h3>Not sent</h3><table>");
            report.notSent().forEach(outcome -> appendRow(html, outcome.recipient(), reasonOf(outcome)));
            html.append("</table><p>").append(unlisted()).append("</p>");
        }
        return html.append("</body></html>").toString();
    }

    private static void appendRow(StringBuilder html, String name, String value) {
        html.append("<tr><td style=\"padding-right:1em\">")
                .append(Entities.escape(name))
                .append("</td><td>")
                .append(Entities.escape(value))
                .append("</td></tr>");
    }

    private String unlisted() {
        int rest = report.counts().notSent() - report.notSent().size();
        return rest > 0 ? "… and " + rest + " more" : "";
    }

    private static String reasonOf(RecipientOutcome outcome) {
        return switch (outcome) {
            case Sent sent -> "sent";
            case Failed failed -> (failed.why() == Why.PERMANENT ? "refused: " : "given up: ") + failed.reason();
            case Invalid invalid -> "not fit to be sent: " + invalid.reason();
            case InDoubt inDoubt -> "in doubt: " + inDoubt.reason();
            case Skipped skipped -> whySkipped(skipped.why()) + ": " + skipped.reason();
            case NotTried notTried -> "not tried: " + notTried.reason();
        };
    }

    static String whySkipped(Skipped.Why why) {
        return switch (why) {
            case DUPLICATE -> "duplicate";
            case SUPPRESSED -> "suppressed";
            case LEFT_IN_DOUBT -> "left in doubt";
        };
    }
}
