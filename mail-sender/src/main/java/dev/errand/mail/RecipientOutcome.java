package dev.errand.mail;

/**
 * What became of one recipient of a campaign.
 *
 * <p>Its texts come from recipients and servers, and end up in logs, mails and pages: each is one line of at most 500
 * characters, with line breaks as blanks, and other control characters escaped.
 */
public sealed interface RecipientOutcome {

    /**
     * Who it is about.
     *
     * @return the address as it was given; the number of the recipient if there is none
     */
    String recipient();

    /**
     * The server has taken the message.
     *
     * @param recipient who it is about
     * @param reply what the server said
     */
    record Sent(String recipient, String reply) implements RecipientOutcome {

        /** Makes both texts fit to stand on a line. */
        public Sent {
            recipient = OneLine.of(recipient);
            reply = OneLine.of(reply);
        }
    }

    /**
     * The server has refused the message, or three connections have broken with it before its end.
     *
     * @param recipient who it is about
     * @param reason what the server said
     * @param temporary whether it might take it later
     */
    record Refused(String recipient, String reason, boolean temporary) implements RecipientOutcome {

        /** Makes both texts fit to stand on a line. */
        public Refused {
            recipient = OneLine.of(recipient);
            reason = OneLine.of(reason);
        }
    }

    /**
     * No message was made: the address or another part of it is not fit to be sent.
     *
     * @param recipient who it is about
     * @param reason which part, and why
     */
    record Invalid(String recipient, String reason) implements RecipientOutcome {

        /** Makes both texts fit to stand on a line. */
        public Invalid {
            recipient = OneLine.of(recipient);
            reason = OneLine.of(reason);
        }
    }

    /**
     * The server may have taken the message or not: the connection broke too late, or the process died. A later attempt of
     * the task does not send it again, unless the campaign {@linkplain Campaign#whenInDoubt says so}.
     *
     * @param recipient who it is about
     * @param reason what happened
     */
    record InDoubt(String recipient, String reason) implements RecipientOutcome {

        /** Makes both texts fit to stand on a line. */
        public InDoubt {
            recipient = OneLine.of(recipient);
            reason = OneLine.of(reason);
        }
    }

    /**
     * It was in doubt whether an earlier attempt had sent the message, and that is left so:
     * {@link dev.errand.ledger.WhenInDoubt#SKIP}.
     *
     * @param recipient who it is about
     * @param reason what is known
     */
    record Skipped(String recipient, String reason) implements RecipientOutcome {

        /** Makes both texts fit to stand on a line. */
        public Skipped {
            recipient = OneLine.of(recipient);
            reason = OneLine.of(reason);
        }
    }

    /**
     * The campaign stopped before it was this recipient's turn.
     *
     * @param recipient who it is about
     * @param reason why it stopped
     */
    record NotTried(String recipient, String reason) implements RecipientOutcome {

        /** Makes both texts fit to stand on a line. */
        public NotTried {
            recipient = OneLine.of(recipient);
            reason = OneLine.of(reason);
        }
    }
}
