package dev.errand.jdbc;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import dev.errand.jdbc.payload.JsonPayloadCodec;
import dev.errand.registry.UnreadablePayloadException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What stands in a row is read, or called unreadable; and what is a text comes back as it was. */
public final class PayloadsFuzz {

    /** What a task may be asked for. */
    public record Request(
            String name, long number, Optional<Instant> at, List<Part> parts, Map<String, String> words) {}

    /** One of two kinds. */
    public sealed interface Part {}

    /** The one. */
    public record Word(String text) implements Part {}

    /** The other. */
    public record Both(Part left, Part right) implements Part {}

    private static final JsonPayloadCodec CODEC = JsonPayloadCodec.standard();

    private PayloadsFuzz() {}

    /** Called by Jazzer. */
    public static void fuzzerTestOneInput(FuzzedDataProvider data) {
        if (data.consumeBoolean()) {
            String text = data.consumeRemainingAsString();
            if (!CODEC.decode(CODEC.encode(text, String.class), String.class).equals(text)) {
                throw new AssertionError("another text than " + text);
            }
            return;
        }
        Request request;
        try {
            request = CODEC.decode(data.consumeRemainingAsString(), Request.class);
        } catch (UnreadablePayloadException unreadable) {
            return;
        }
        String stored = CODEC.encode(request, Request.class);
        if (!CODEC.decode(stored, Request.class).equals(request)) {
            throw new AssertionError("another request than " + stored);
        }
    }
}
