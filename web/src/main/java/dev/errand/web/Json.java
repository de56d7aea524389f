package dev.errand.web;

import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Writes JSON, field by field. No mapper of the host has a say in it, so that its naming strategies and inclusion rules
 * change nothing.
 */
final class Json {

    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    static String text(Consumer<JsonGenerator> content) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            content.accept(json);
        }
        return text.toString();
    }

    /** As in RFC 3339, in UTC, to the millisecond, which is what browsers have. */
    static void time(JsonGenerator json, String name, Optional<Instant> instant) {
        text(json, name, instant.map(at -> at.truncatedTo(ChronoUnit.MILLIS).toString()));
    }

    static void text(JsonGenerator json, String name, Optional<String> text) {
        if (text.isPresent()) {
            json.writeStringProperty(name, text.get());
        } else {
            json.writeNullProperty(name);
        }
    }

    static void number(JsonGenerator json, String name, OptionalLong number) {
        if (number.isPresent()) {
            json.writeNumberProperty(name, number.getAsLong());
        } else {
            json.writeNullProperty(name);
        }
    }

    static void millis(JsonGenerator json, String name, Optional<Duration> duration) {
        number(
                json,
                name,
                duration.map(length -> OptionalLong.of(length.toMillis())).orElse(OptionalLong.empty()));
    }

    /** In whole seconds; what has begun counts. */
    static OptionalLong seconds(Optional<Duration> duration) {
        return duration.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(duration.get().plusNanos(999_999_999).toSeconds());
    }
}
