package dev.errand.mail;

/** What became of one message that was handed to a server. */
public sealed interface Delivery {

    /**
     * The server has taken it, and answers for it from now on.
     *
     * @param reply what the server said
     */
    record Accepted(String reply) implements Delivery {}

    /**
     * The server does not take it.
     *
     * @param reply what the server said, with its code
     * @param temporary whether it might take it later (a code of 400 to 499, RFC 5321 section 4.2.1)
     */
    record Refused(String reply, boolean temporary) implements Delivery {}

    /**
     * The connection broke after the end of the message and before the answer: the server may have taken it or not
     * (RFC 1047). To send it again might be to send it twice.
     *
     * @param reason what happened
     */
    record InDoubt(String reason) implements Delivery {}
}
