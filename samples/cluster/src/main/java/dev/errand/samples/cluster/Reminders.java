package dev.errand.samples.cluster;

import dev.errand.mail.CampaignReport;
import dev.errand.mail.RecipientOutcome;
import java.util.List;

/**
 * What became of a mailing. The report with an outcome for each member is in the summary mail; what is kept with the task is
 * short.
 *
 * @param sent how many mails the server has taken
 * @param inDoubt the addresses of which nobody knows
 */
public record Reminders(int sent, List<String> inDoubt) {

    /** Copies the list. */
    public Reminders {
        inDoubt = List.copyOf(inDoubt);
    }

    static Reminders of(CampaignReport report) {
        return new Reminders(
                report.sent(),
                report.outcomes().stream()
                        .filter(RecipientOutcome.InDoubt.class::isInstance)
                        .map(RecipientOutcome::recipient)
                        .toList());
    }
}
