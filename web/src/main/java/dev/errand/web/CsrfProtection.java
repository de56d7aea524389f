package dev.errand.web;

/** How calls that change something are told from those that another site makes a browser send. */
public enum CsrfProtection {
    /**
     * By what browsers say: {@code Sec-Fetch-Site} has to be {@code same-origin}; where it is missing, {@code Origin} has
     * to be the server itself. A call with neither is refused. Trusted origins are let through.
     */
    SAME_ORIGIN,
    /** The host has checked a token of its own before the call came here. */
    CHECKED_BY_HOST
}
