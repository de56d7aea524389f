package dev.errand.mail.smtp;

/** How a connection is encrypted. There is no mode that falls back to plain text by itself. */
public enum SmtpTls {
    /** Not at all: for a server on the same machine or in a trusted network. */
    NONE,
    /**
     * Plain at first, then upgraded before anything is said (RFC 3207), usually on port 587. Refused if not offered.
     */
    STARTTLS,
    /** From the first byte (RFC 8314), usually on port 465. */
    IMPLICIT
}
