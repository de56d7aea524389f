package dev.errand.mail.preview;

import dev.errand.ErrandException;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.mail.Campaign;
import dev.errand.mail.MailMessage;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.mime.MessageWriter;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Makes the message of every recipient, in full, and throws it away: everything but the server and the ledger. It finds who
 * could not be written to, and how much there is to send.
 */
public final class DryRun {

    private final MessageWriter writer = new MessageWriter();
    private final List<Invalid> invalid = new ArrayList<>();
    private long recipients;
    private long unfit;
    private long bytes;
    private long largest;

    private DryRun() {}

    /**
     * Goes through recipients. Blocks until it has seen all of them; counts them as progress, those that could not be written to
     * as failed. They are not held.
     *
     * @param campaign what everybody gets
     * @param recipients for whom
     * @param context the running task
     * @param <T> the recipient
     * @return what would become of them
     * @throws TaskCancelledException if the task was asked to stop
     * @throws Exception what the recipients throw
     */
    public static <T> DryRunReport of(Campaign<T> campaign, Iterable<? extends T> recipients, TaskContext context)
            throws Exception {
        return new DryRun().through(campaign, context.over(recipients).iterator(), context);
    }

    /**
     * Goes through recipients, as {@link #of(Campaign, Iterable, TaskContext)}. Closes the stream.
     *
     * @param campaign what everybody gets
     * @param recipients for whom
     * @param context the running task
     * @param <T> the recipient
     * @return what would become of them
     * @throws Exception as for an iterable
     */
    public static <T> DryRunReport of(Campaign<T> campaign, Stream<? extends T> recipients, TaskContext context)
            throws Exception {
        try (Stream<? extends T> closed = recipients.sequential()) {
            return new DryRun().through(campaign, context.over(closed.iterator()), context);
        }
    }

    private <T> DryRunReport through(Campaign<T> campaign, Iterator<? extends T> all, TaskContext context)
            throws InterruptedException {
        while (all.hasNext()) {
            T recipient = all.next();
            recipients++;
            try {
                MailMessage message = campaign.preview(recipient);
                writer.write(message);
                bytes += writer.size();
                largest = Math.max(largest, writer.size());
            } catch (InterruptedException | TaskCancelledException stop) {
                throw stop;
            } catch (Exception e) {
                refuse(nameOf(campaign, recipient), e, context);
            }
        }
        return new DryRunReport(recipients, unfit, invalid, bytes, largest);
    }

    private <T> String nameOf(Campaign<T> campaign, T recipient) {
        String number = "recipient " + recipients;
        try {
            String email = campaign.emailOf(recipient);
            return email == null || email.isBlank() ? number : email;
        } catch (Exception unknown) {
            return number;
        }
    }

    private void refuse(String name, Exception why, TaskContext context) {
        unfit++;
        String reason = why instanceof ErrandException ? String.valueOf(why.getMessage()) : why.toString();
        Invalid outcome = new Invalid(name, reason);
        context.progress().failed(outcome.recipient(), outcome.reason());
        if (invalid.size() < DryRunReport.MOST_LISTED) {
            invalid.add(outcome);
        }
    }
}
