package dev.errand.mail;

import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.NotTried;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Skipped;

/**
 * How many recipients of a campaign had which outcome.
 *
 * @param sent {@link Sent}
 * @param failed {@link Failed}, for good or after all retries
 * @param invalid {@link Invalid}
 * @param inDoubt {@link InDoubt}
 * @param skipped {@link Skipped}
 * @param notTried {@link NotTried}
 */
public record CampaignCounts(int sent, int failed, int invalid, int inDoubt, int skipped, int notTried) {

    /** Of a campaign that has looked at nobody. */
    public static final CampaignCounts NONE = new CampaignCounts(0, 0, 0, 0, 0, 0);

    /**
     * How many recipients there are in all.
     *
     * @return the sum
     */
    public int total() {
        return sent + failed + invalid + inDoubt + skipped + notTried;
    }

    /**
     * How many recipients have no message that a server has certainly taken.
     *
     * @return all but those that were sent to
     */
    public int notSent() {
        return total() - sent;
    }

    /**
     * With one more recipient.
     *
     * @param outcome what became of her
     * @return a changed copy
     */
    public CampaignCounts plus(RecipientOutcome outcome) {
        return switch (outcome) {
            case Sent one -> new CampaignCounts(sent + 1, failed, invalid, inDoubt, skipped, notTried);
            case Failed one -> new CampaignCounts(sent, failed + 1, invalid, inDoubt, skipped, notTried);
            case Invalid one -> new CampaignCounts(sent, failed, invalid + 1, inDoubt, skipped, notTried);
            case InDoubt one -> new CampaignCounts(sent, failed, invalid, inDoubt + 1, skipped, notTried);
            case Skipped one -> new CampaignCounts(sent, failed, invalid, inDoubt, skipped + 1, notTried);
            case NotTried one -> new CampaignCounts(sent, failed, invalid, inDoubt, skipped, notTried + 1);
        };
    }
}
