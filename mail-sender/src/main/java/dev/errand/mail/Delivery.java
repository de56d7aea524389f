package dev.errand.mail;

/** What became of one message that was handed to a server. */
public sealed interface Delivery {

    /** How far a message came (RFC 5321, section 3.3). */
    enum Phase {
        /** To a connection, at best. */
        CONNECT,
        /** To its sender: {@code MAIL FROM}. */
        MAIL,
        /** To its recipient: {@code RCPT TO}. */
        RCPT,
        /** To the question whether the server wants it: {@code DATA}. */
        DATA,
        /** To its end: the dot, or the last chunk. */
        END_OF_DATA
    }

    /**
     * The server has taken it, and answers for it from now on.
     *
     * @param reply what the server said
     */
    record Accepted(ServerReply reply) implements Delivery {

        /**
         * The server has taken it.
         *
         * @param said what it said, with its code
         */
        public Accepted(String said) {
            this(ServerReply.parse(said));
        }
    }

    /**
     * The server does not take it from this sender for this recipient; the connection is of use for the next one.
     *
     * @param reply what the server said
     * @param temporary whether it might take it later (a code of 400 to 499, RFC 5321 section 4.2.1)
     * @param phase how far it came
     */
    record Refused(ServerReply reply, boolean temporary, Phase phase) implements Delivery {

        /**
         * The server does not take it.
         *
         * @param reply what it said, whose code says whether it might take it later
         * @param phase how far it came
         */
        public Refused(ServerReply reply, Phase phase) {
            this(reply, reply.mayPass(), phase);
        }

        /**
         * The server does not take it, having seen all of it.
         *
         * @param said what it said
         * @param temporary whether it might take it later
         */
        public Refused(String said, boolean temporary) {
            this(ServerReply.parse(said), temporary, Phase.END_OF_DATA);
        }
    }

    /**
     * The connection broke after the end of the message and before the answer: the server may have taken it or not
     * (RFC 1047). To send it again might be to send it twice.
     *
     * @param reason what happened
     */
    record InDoubt(String reason) implements Delivery {}
}
