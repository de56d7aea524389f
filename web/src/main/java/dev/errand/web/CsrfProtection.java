package dev.errand.web;

/** How calls that change something are told from those that another site makes a browser send. */
public enum CsrfProtection {
    /**
     * By what browsers say: {@code Sec-Fetch-Site} has to be {@code same-origin}; where it is missing, {@code Origin} has
     * to be the server itself. A call with neither is refused, as of a program that is no browser, whatever token it brings: tokens
     * are the host's, and not known here. Trusted origins are let through.
     */
    SAME_ORIGIN,
    /** By a token of the host's own, which the host has checked before the call came here; what browsers say is not looked at. */
    CHECKED_BY_HOST
}
