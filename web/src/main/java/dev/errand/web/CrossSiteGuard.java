package dev.errand.web;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Refuses calls that another site has made a browser send. Only those that may change something: what the others answer,
 * another site cannot read.
 *
 * <p>{@code Sec-Fetch-Site} (Fetch Metadata, W3C) cannot be set by a page. Browsers leave it out over plain HTTP, and old
 * ones do not know it; they all send {@code Origin} with calls that are not safe.
 */
record CrossSiteGuard(CsrfProtection protection, Set<String> trustedOrigins) {

    CrossSiteGuard {
        trustedOrigins = Set.copyOf(trustedOrigins);
    }

    boolean refuses(HttpCall call) {
        return protection == CsrfProtection.SAME_ORIGIN && !call.isSafe() && !isFromHere(call);
    }

    private boolean isFromHere(HttpCall call) {
        Optional<String> origin = call.headers().first("Origin").map(text -> text.toLowerCase(Locale.ROOT));
        if (origin.filter(trustedOrigins::contains).isPresent()) {
            return true;
        }
        Optional<String> site = call.headers().first("Sec-Fetch-Site");
        return site.isPresent()
                ? site.get().equals("same-origin")
                : origin.filter(text -> isSame(text, call.target().origin())).isPresent();
    }

    /** A proxy may have taken the encryption off, so that the call looks plain where its origin was not. */
    private static boolean isSame(String origin, String here) {
        try {
            URI from = URI.create(origin);
            URI to = URI.create(here.toLowerCase(Locale.ROOT));
            boolean sameScheme = from.getScheme().equals(to.getScheme());
            boolean upgraded =
                    from.getScheme().equals("https") && to.getScheme().equals("http");
            return (sameScheme || upgraded) && from.getRawAuthority().equals(to.getRawAuthority());
        } catch (IllegalArgumentException | NullPointerException noOrigin) {
            return false;
        }
    }
}
