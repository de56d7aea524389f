package dev.errand.web;

import java.util.Optional;

/** The key that makes a call harmless if it is repeated: as the draft of the IETF has it, a string in quotes, or bare, as most send it. */
final class IdempotencyKey {

    static final String HEADER = "Idempotency-Key";

    private IdempotencyKey() {}

    static Optional<String> of(HttpCall call) {
        return call.headers().first(HEADER).map(IdempotencyKey::unquoted);
    }

    private static String unquoted(String key) {
        return key.length() >= 2 && key.startsWith("\"") && key.endsWith("\"")
                ? key.substring(1, key.length() - 1)
                : key;
    }

    /** Says so if the call has changed nothing, since one with its key had done so before. */
    static HttpReply marked(HttpReply reply, boolean replayed) {
        return replayed ? reply.with("Idempotency-Replayed", "true") : reply;
    }
}
