package dev.errand.mail;

import dev.errand.TaskContext;
import dev.errand.mail.CampaignRecording.Listing;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.Failed.Why;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.NotTried;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Skipped;
import dev.errand.mail.outcome.OutcomeLine;
import dev.errand.mail.outcome.OutcomeList;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What became of everybody, line by line, until the campaign is over, and then as a file. A disk that is full costs the list, and
 * not the campaign.
 */
final class OutcomeFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OutcomeFile.class);

    private final Listing listing;
    private final Optional<OutcomeList> lines;
    private @Nullable IOException broken;

    private OutcomeFile(Listing listing, Optional<OutcomeList> lines, @Nullable IOException broken) {
        this.listing = listing;
        this.lines = lines;
        this.broken = broken;
    }

    /** A list without a line. If there is no room for one, what is added is lost, and {@link #leaveIn} says so. */
    static OutcomeFile create(Listing listing) {
        try {
            return new OutcomeFile(listing, Optional.of(OutcomeList.create()), null);
        } catch (IOException noRoom) {
            return new OutcomeFile(listing, Optional.empty(), noRoom);
        }
    }

    /**
     * Adds a line. For one thread at a time.
     *
     * @param number of the recipient, from 0 on
     */
    void add(int number, RecipientOutcome outcome) {
        if (broken != null) {
            return;
        }
        try {
            lines.orElseThrow().add(line(number + 1, outcome));
        } catch (IOException e) {
            broken = e;
        }
    }

    private static OutcomeLine line(int number, RecipientOutcome outcome) {
        String recipient = outcome.recipient();
        return switch (outcome) {
            case Sent sent ->
                new OutcomeLine(number, recipient, "sent", sent.reply().toString());
            case Failed failed ->
                new OutcomeLine(
                        number, recipient, failed.why() == Why.PERMANENT ? "refused" : "given up", failed.reason());
            case Invalid invalid -> new OutcomeLine(number, recipient, "invalid", invalid.reason());
            case InDoubt inDoubt -> new OutcomeLine(number, recipient, "in doubt", inDoubt.reason());
            case Skipped skipped ->
                new OutcomeLine(number, recipient, Summary.whySkipped(skipped.why()), skipped.reason());
            case NotTried notTried -> new OutcomeLine(number, recipient, "not tried", notTried.reason());
        };
    }

    /** Leaves the list as a file of the task. One that cannot be written changes nothing about the campaign. */
    void leaveIn(TaskContext context) {
        try {
            Optional<IOException> why = Optional.ofNullable(broken);
            if (why.isPresent()) {
                throw why.get();
            }
            context.writeArtifact(
                    listing.fileName(),
                    listing.mediaType(),
                    out -> lines.orElseThrow().writeTo(out, listing.format()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (Throwable e) {
            LOG.warn("The list of outcomes cannot be written: {}", e.toString());
            context.progress().message("The list of outcomes could not be written.");
        }
    }

    @Override
    public void close() {
        try {
            if (lines.isPresent()) {
                lines.get().close();
            }
        } catch (IOException e) {
            LOG.warn("The list of outcomes cannot be deleted: {}", e.toString());
        }
    }
}
