package dev.errand.mail.bounce;

import dev.errand.mail.ServerReply;
import java.util.Set;

/**
 * What became of a message, for one recipient (RFC 3464, section 2.3).
 *
 * @param recipient to whom it was sent
 * @param finalRecipient to whom it was passed on in the end; the same, unless it was forwarded
 * @param action what has happened
 * @param reply why: the enhanced status code of the report, and what a server said, if one did
 */
public record RecipientStatus(String recipient, String finalRecipient, Action action, ServerReply reply) {

    /** There is no such mailbox or domain, or not any more (RFC 3463, sections 3.2 and 3.3; RFC 7505, section 5.1). */
    private static final Set<String> NO_MAILBOX = Set.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1");

    /** What has happened to a message (RFC 3464, section 2.3.3). */
    public enum Action {
        /** It could not be delivered, and that is the end of it. */
        FAILED,
        /** It could not be delivered yet. Another report may follow, or none. */
        DELAYED,
        /** It is in the mailbox. */
        DELIVERED,
        /** It was passed on to a server that will not report. */
        RELAYED,
        /** It is in the mailbox of somebody who passes it on to several others. */
        EXPANDED
    }

    /**
     * Why, for people.
     *
     * @return the reply, with the status code of the report where no server has said anything; one line
     */
    public String reason() {
        return reply.code() == 0 ? (reply.status() + " " + reply.text()).strip() : reply.toString();
    }

    /**
     * Whether the report says that the address is dead, so that it is of no use to write to it again. A mailbox that is full,
     * or a server that does not like the message or us, does not say so.
     *
     * @return true if the message failed with one of the status codes 5.1.1, 5.1.2, 5.1.3, 5.1.6, 5.1.10 and 5.2.1
     */
    public boolean isNoMailbox() {
        return action == Action.FAILED && NO_MAILBOX.contains(reply.status());
    }
}
