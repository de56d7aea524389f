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
    record Sent(String recipient, ServerReply reply) implements RecipientOutcome {

        /** Makes the recipient fit to stand on a line. */
        public Sent {
            recipient = OneLine.of(recipient);
        }

        /**
         * The server has taken the message.
         *
         * @param recipient who it is about
         * @param said what the server said, with its code
         */
        public Sent(String recipient, String said) {
            this(recipient, ServerReply.parse(said));
        }
    }

    /**
     * The message was not taken, and is not tried again by itself.
     *
     * @param recipient who it is about
     * @param why whether that is the server's last word
     * @param phase how far the message came
     * @param reply what the server said; without a code if the connection broke
     */
    record Failed(String recipient, Failed.Why why, Delivery.Phase phase, ServerReply reply)
            implements RecipientOutcome {

        /** Whether it is the server's last word. */
        public enum Why {
            /** The server does not take it, now or later (RFC 5321, section 4.2.1). */
            PERMANENT,
            /** It might, but has not within the {@linkplain Campaign#retrying retries} of the campaign. */
            EXHAUSTED
        }

        /** Makes the recipient fit to stand on a line. */
        public Failed {
            recipient = OneLine.of(recipient);
        }

        /**
         * Why, for people.
         *
         * @return what the server said, on one line
         */
        public String reason() {
            return reply.toString();
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
     * There was nothing to be sent.
     *
     * @param recipient who it is about
     * @param why the kind of reason
     * @param reason what is known
     */
    record Skipped(String recipient, Skipped.Why why, String reason) implements RecipientOutcome {

        /** Why there was nothing to be sent. */
        public enum Why {
            /** Somebody before her in the campaign has the same address. */
            DUPLICATE,
            /** Her address is on the {@linkplain Campaign#suppressing suppression list}. */
            SUPPRESSED,
            /**
             * It was in doubt whether an earlier attempt had sent the message, and that is left so:
             * {@link dev.errand.ledger.WhenInDoubt#SKIP}.
             */
            LEFT_IN_DOUBT
        }

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
