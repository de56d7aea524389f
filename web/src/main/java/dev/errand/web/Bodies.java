package dev.errand.web;

import dev.errand.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;

/** Reads what calls bring: nothing, or one JSON object within the limits. */
final class Bodies {

    /** How much of a body that is too long is read all the same, in times of the limit. */
    private static final int MOST_DRAINED = 8;

    private final HttpLimits limits;
    private final JsonFactory factory;

    Bodies(HttpLimits limits) {
        this.limits = limits;
        this.factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(limits.jsonDepth())
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    JsonFields read(HttpCall call) {
        byte[] body = bytesOf(call);
        if (body.length == 0) {
            return JsonFields.NONE;
        }
        String mediaType = call.headers().first("Content-Type").orElse("");
        if (!mediaType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json")) {
            throw Problem.of(ProblemKind.NOT_JSON).toException();
        }
        String text = new String(body, StandardCharsets.UTF_8);
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), text)) {
            return fieldsOf(parser);
        } catch (JacksonException e) {
            String must = "be one JSON object, nested at most " + limits.jsonDepth() + " deep";
            throw new InvalidInputException("body", text, must, e);
        }
    }

    private byte[] bytesOf(HttpCall call) {
        if (isAnnouncedFarTooLong(call)) {
            throw tooLarge().toException();
        }
        try {
            byte[] body = call.body().readNBytes(limits.bodyBytes() + 1);
            if (body.length <= limits.bodyBytes()) {
                return body;
            }
            drain(call.body());
        } catch (IOException e) {
            throw Problem.of(ProblemKind.INVALID_PARAMETERS, "The body of the request broke off.")
                    .toException();
        }
        throw tooLarge().toException();
    }

    private Problem tooLarge() {
        return Problem.of(ProblemKind.BODY_TOO_LARGE, "A request may have " + limits.bodyBytes() + " bytes.");
    }

    /** One that is drained has been sent by then, and one that is longer than that is cut short anyway. */
    private boolean isAnnouncedFarTooLong(HttpCall call) {
        long mostRead = (long) (MOST_DRAINED + 1) * limits.bodyBytes();
        String length = call.headers().first("Content-Length").orElse("");
        return length.matches("\\d{1,18}") && Long.parseLong(length) > mostRead;
    }

    /** Callers listen only when they have sent everything; those who would send for ever are cut short. */
    private void drain(InputStream body) throws IOException {
        long left = (long) MOST_DRAINED * limits.bodyBytes();
        byte[] buffer = new byte[8_192];
        for (int read = body.read(buffer); read > 0 && left > 0; read = body.read(buffer)) {
            left -= read;
        }
    }

    private JsonFields fieldsOf(JsonParser parser) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new InvalidInputException("body", parser.getString(), "be a JSON object");
        }
        Map<String, JsonFields.Value> fields = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            Optional<String> text =
                    value == JsonToken.VALUE_STRING ? Optional.of(parser.getString()) : Optional.empty();
            fields.put(name, new JsonFields.Value(copied(parser), text));
        }
        if (parser.nextToken() != null) {
            throw new InvalidInputException("body", parser.getString(), "be one JSON object");
        }
        return new JsonFields(fields);
    }

    private String copied(JsonParser parser) {
        StringWriter copy = new StringWriter();
        try (JsonGenerator json = factory.createGenerator(ObjectWriteContext.empty(), copy)) {
            json.copyCurrentStructureExact(parser); // or numbers would become those that a double can hold
        }
        return copy.toString();
    }
}
