package dev.errand.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.InvalidInputException;
import dev.errand.TaskType;
import dev.errand.registry.Encoded;
import dev.errand.registry.UnreadablePayloadException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Inputs, results and cursors of registered types. What cannot be read here, or is of a type that is not known here, stays as
 * it is stored: whoever needs it is told then.
 *
 * @param codec writes and reads
 * @param types the registered types, by their names
 * @param mostCharacters how long the text of one may be
 */
record Payloads(PayloadCodec codec, Map<String, TaskType<?, ?>> types, int mostCharacters) {

    /** Writes what was submitted. */
    @Nullable String writeInput(String type, @Nullable Object input) {
        TaskType<?, ?> known = types.get(type);
        return input == null || known == null ? stored(input) : write("input of " + type, input, known.inputType());
    }

    @Nullable String writeResult(String type, @Nullable Object result) {
        TaskType<?, ?> known = types.get(type);
        return result == null || known == null
                ? stored(result)
                : write("result of " + type, result, known.resultType());
    }

    String writeCursor(String type, Object cursor) {
        return write("checkpoint of " + type, cursor, cursor.getClass());
    }

    private static @Nullable String stored(@Nullable Object value) {
        return value instanceof StoredPayload payload ? payload.stored() : null;
    }

    private String write(String field, Object value, Class<?> type) {
        if (value instanceof StoredPayload payload) {
            return payload.stored();
        }
        String text = codec.encode(value, type);
        if (text.length() > mostCharacters) {
            throw new InvalidInputException(
                    field,
                    text.length() + " characters",
                    "have at most " + mostCharacters
                            + " characters when it is stored: keep it elsewhere, and hand over where");
        }
        return text;
    }

    @Nullable Object readInput(String type, @Nullable String stored) {
        TaskType<?, ?> known = types.get(type);
        return read(stored, known == null ? null : known.inputType());
    }

    @Nullable Object readResult(String type, @Nullable String stored) {
        TaskType<?, ?> known = types.get(type);
        return read(stored, known == null ? null : known.resultType());
    }

    /** Only its task knows the class. */
    @Nullable Encoded readCursor(@Nullable String stored) {
        return stored == null ? null : new StoredPayload(stored, codec);
    }

    private @Nullable Object read(@Nullable String stored, @Nullable Class<?> type) {
        if (stored == null) {
            return null;
        }
        try {
            return type == null ? new StoredPayload(stored, codec) : codec.decode(stored, type);
        } catch (UnreadablePayloadException asItIs) {
            return new StoredPayload(stored, codec);
        }
    }

    /** Equal inputs have equal texts, and these equal numbers. */
    static long hashOf(@Nullable String stored) {
        if (stored == null) {
            return 0;
        }
        try {
            return ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(stored.getBytes(UTF_8)))
                    .getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
