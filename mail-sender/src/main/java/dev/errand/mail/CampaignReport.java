package dev.errand.mail;

import dev.errand.mail.RecipientOutcome.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a campaign. The numbers are exact, however many recipients there are; the list is short, since the report is
 * the result of a task, which may be stored. Who was sent to, was refused for good or is in doubt stands in the
 * {@linkplain dev.errand.TaskContext#ledger() ledger} of the task, to be read page by page, for as long as the task is
 * remembered.
 *
 * @param title what the campaign is called
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param counts how many recipients that were looked at had which outcome
 * @param outcomes what became of them, in the order of the recipients: of all of them, if they are not more than
 *     {@value #MOST_LISTED}; otherwise of the first {@value #MOST_LISTED} of those whose message no server has certainly taken,
 *     where those in doubt go before the others
 * @param stopped why it ended before its last recipient, if it did
 */
public record CampaignReport(
        String title,
        Instant startedAt,
        Instant endedAt,
        CampaignCounts counts,
        List<RecipientOutcome> outcomes,
        Optional<String> stopped) {

    /** The longest list of recipients. */
    public static final int MOST_LISTED = 500;

    /** Copies the list. */
    public CampaignReport {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * How many recipients were looked at.
     *
     * @return the number, also of those that are not listed
     */
    public int total() {
        return counts.total();
    }

    /**
     * How many messages a server has taken.
     *
     * @return zero to {@link #total()}
     */
    public int sent() {
        return counts.sent();
    }

    /**
     * The recipients whose message no server has certainly taken.
     *
     * @return those outcomes that are listed, in the order of the recipients; {@link CampaignCounts#notSent()} says how many
     *     there are
     */
    public List<RecipientOutcome> notSent() {
        return outcomes.stream().filter(outcome -> !(outcome instanceof Sent)).toList();
    }

    /**
     * How long it took.
     *
     * @return zero or more
     */
    public Duration took() {
        return Duration.between(startedAt, endedAt);
    }
}
