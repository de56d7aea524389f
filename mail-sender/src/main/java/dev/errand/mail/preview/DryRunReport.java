package dev.errand.mail.preview;

import dev.errand.mail.CampaignReport;
import dev.errand.mail.RecipientOutcome.Invalid;
import java.util.List;

/**
 * What a campaign would send.
 *
 * @param recipients how many there are
 * @param unfit how many of them could not be written to
 * @param invalid the first {@value #MOST_LISTED} of those, and why
 * @param bytes how large all messages are together
 * @param largest how large the largest one is; zero if there is none
 */
public record DryRunReport(long recipients, long unfit, List<Invalid> invalid, long bytes, long largest) {

    /** The longest list of recipients. */
    public static final int MOST_LISTED = CampaignReport.MOST_LISTED;

    /** Copies the list. */
    public DryRunReport {
        invalid = List.copyOf(invalid);
    }

    /**
     * How many messages would be sent.
     *
     * @return zero or more
     */
    public long messages() {
        return recipients - unfit;
    }
}
