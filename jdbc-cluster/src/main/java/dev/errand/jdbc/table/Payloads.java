package dev.errand.jdbc.table;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.errand.InvalidInputException;
import dev.errand.TaskType;
import dev.errand.jdbc.payload.PayloadCodec;
import dev.errand.registry.Encoded;
import dev.errand.registry.UnreadablePayloadException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Inputs, results and cursors of registered types. What cannot be read here, or is of a type that is not known here, stays as
 * it is stored: whoever needs it is told then.
 *
 * <p>The first value of each class is read again as soon as it is written: that a class cannot be read is to be told to whoever
 * hands it over, and not to those who find it later.
 */
public final class Payloads {

    private static final Logger LOG = LoggerFactory.getLogger(Payloads.class);

    private final PayloadCodec codec;
    private final Map<String, TaskType<?, ?>> types;
    private final int mostCharacters;
    private final Set<Proof> proven = ConcurrentHashMap.newKeySet();

    /** That values of a class, written as of another one, come back. */
    private record Proof(Class<?> written, Class<?> type) {}

    /**
     * Payloads of some types.
     *
     * @param codec writes and reads
     * @param types the registered types, by their names
     * @param mostCharacters how long the text of one may be
     */
    public Payloads(PayloadCodec codec, Map<String, TaskType<?, ?>> types, int mostCharacters) {
        this.codec = codec;
        this.types = types;
        this.mostCharacters = mostCharacters;
    }

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
        String text = encode(field, value, type);
        if (text.length() > mostCharacters) {
            throw new InvalidInputException(
                    "length of the " + field,
                    text.length(),
                    "be at most " + mostCharacters
                            + " characters when it is stored: keep it elsewhere, and hand over where");
        }
        Proof proof = new Proof(value.getClass(), type);
        if (!proven.contains(proof)) {
            prove(field, value, type, text);
            proven.add(proof);
        }
        return text;
    }

    private String encode(String field, Object value, Class<?> type) {
        try {
            return codec.encode(value, type);
        } catch (InvalidInputException e) {
            throw new InvalidInputException(field, value.getClass(), e.limit(), e);
        } catch (RuntimeException e) {
            throw new InvalidInputException(field, value.getClass(), "be one that can be stored: " + e.getMessage(), e);
        }
    }

    private void prove(String field, Object value, Class<?> type, String text) {
        try {
            if (!codec.encode(decode(text, type), type).equals(text)) {
                LOG.warn("A value of {} does not come back as it was stored ({})", value.getClass(), field);
            }
        } catch (RuntimeException e) {
            throw new InvalidInputException(
                    field, value.getClass(), "be one that can be read again: " + e.getMessage(), e);
        }
    }

    @Nullable Object readInput(String type, @Nullable String stored) {
        TaskType<?, ?> known = types.get(type);
        return read(stored, known == null ? null : known.inputType());
    }

    @Nullable Object readResult(String type, @Nullable String stored) {
        TaskType<?, ?> known = types.get(type);
        return read(stored, known == null ? null : known.resultType());
    }

    /**
     * Whether two inputs are stored the same. Of one that was read only that is left which comes back: an array is another
     * one then, and what a map of anything holds may be of another class; so both are compared as they come back.
     */
    boolean isSameInput(String type, @Nullable Object one, @Nullable Object other) {
        return Objects.equals(readAndWritten(type, one), readAndWritten(type, other));
    }

    private @Nullable String readAndWritten(String type, @Nullable Object input) {
        return writeInput(type, readInput(type, writeInput(type, input)));
    }

    /** Only its task knows the class. */
    @Nullable Encoded readCursor(@Nullable String stored) {
        return stored == null ? null : new StoredPayload(stored, this);
    }

    /** A cursor of which nothing can be made. */
    Encoded illegible() {
        return new StoredPayload("", this);
    }

    private @Nullable Object read(@Nullable String stored, @Nullable Class<?> type) {
        if (stored == null) {
            return null;
        }
        try {
            return type == null ? new StoredPayload(stored, this) : decode(stored, type);
        } catch (UnreadablePayloadException asItIs) {
            return new StoredPayload(stored, this);
        }
    }

    /** Makes a value of a text, unless somebody has made it so long that this would cost the memory of all others. */
    <T> T decode(String stored, Class<T> type) {
        if (stored.length() > mostCharacters) {
            throw new UnreadablePayloadException(
                    type,
                    false,
                    new InvalidInputException(
                            "length", stored.length(), "be at most " + mostCharacters + " characters"));
        }
        try {
            return codec.decode(stored, type);
        } catch (UnreadablePayloadException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new UnreadablePayloadException(type, false, e);
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
