package dev.errand.web;

import dev.errand.TraceParent;
import java.io.InputStream;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One request, whichever server received it.
 *
 * @param method such as {@code GET}
 * @param target what it is about
 * @param headers its header fields
 * @param caller who makes it, as the host's security has found out; empty if nobody has signed in
 * @param body what it brings; read at most once, only as far as the limits allow, and not closed
 */
public record HttpCall(String method, Target target, HttpFields headers, Optional<Caller> caller, InputStream body) {

    /**
     * What a call is about.
     *
     * @param origin scheme, host and port under which the caller knows the server, such as
     *     {@code https://app.example.org}; the port may be there or not if it is the usual one
     * @param prefix the part of the path that belongs to the host, such as a context path; often empty
     * @param path the rest of the path, not decoded
     * @param query what follows the question mark, not decoded; empty if there is nothing
     */
    public record Target(String origin, String prefix, String path, String query) {

        private static final Pattern USUAL_PORT = Pattern.compile("^(http://.+):80$|^(https://.+):443$");

        /** Writes the origin without the usual port, as browsers do. */
        public Target {
            origin = USUAL_PORT.matcher(origin).replaceFirst("$1$2");
        }
    }

    /** The trace that it belongs to; what is none is ignored. */
    Optional<TraceParent> trace() {
        return headers.first("traceparent").flatMap(TraceParent::parse);
    }

    boolean isSafe() {
        return method.equals("GET") || method.equals("HEAD");
    }
}
