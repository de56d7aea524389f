package dev.errand.mail.smtp;

/**
 * What a server answers (RFC 5321, section 4.2).
 *
 * @param code 200 to 599
 * @param text all lines of it, with their codes
 */
record SmtpReply(int code, String text) {

    private static final int FIRST_REFUSAL = 400;
    private static final int CLOSING = 421;
    private static final int GO_AHEAD = 354;

    boolean isPositive() {
        return code < 300;
    }

    boolean isGoAhead() {
        return code == GO_AHEAD;
    }

    boolean isRefusal() {
        return code >= FIRST_REFUSAL;
    }

    /** Says nothing about the message, but about the connection (RFC 5321, section 3.8). */
    boolean isClosing() {
        return code == CLOSING;
    }
}
