package dev.errand.mail;

import dev.errand.mail.RecipientOutcome.Sent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What became of a campaign.
 *
 * @param title what the campaign is called
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param outcomes one for each recipient that was looked at, in the order of the recipients
 * @param stopped why it ended before its last recipient, if it did
 */
public record CampaignReport(
        String title, Instant startedAt, Instant endedAt, List<RecipientOutcome> outcomes, Optional<String> stopped) {

    /** Copies the list. */
    public CampaignReport {
        outcomes = List.copyOf(outcomes);
    }

    /**
     * How many recipients were looked at.
     *
     * @return the number of outcomes
     */
    public int total() {
        return outcomes.size();
    }

    /**
     * How many messages a server has taken.
     *
     * @return zero to {@link #total()}
     */
    public int sent() {
        return count(Sent.class);
    }

    /**
     * How many recipients have an outcome of a kind.
     *
     * @param kind the kind
     * @return zero to {@link #total()}
     */
    public int count(Class<? extends RecipientOutcome> kind) {
        return (int) outcomes.stream().filter(kind::isInstance).count();
    }

    /**
     * The recipients whose message no server has certainly taken.
     *
     * @return their outcomes, in the order of the recipients
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
