package dev.errand.mail.smtp;

/** What a server may offer, and is used if it does; unless {@linkplain SmtpServer#without told not to}. */
public enum SmtpExtension {
    /** Commands may be said before their replies are heard (RFC 2920): two round trips for a message rather than four. */
    PIPELINING,
    /** The message may be said with them (RFC 3030): one round trip. Not without {@link #PIPELINING}. */
    CHUNKING,
    /** It writes reports about what becomes of messages, and is told what those should name (RFC 3461). */
    DSN,
    /** It takes addresses that are not ASCII (RFC 6531). */
    SMTPUTF8
}
