package dev.errand.registry;

/**
 * A value as a registry keeps it, which has not been read yet: a cursor, whose class only its task knows, or an input or a
 * result that could not be read here.
 *
 * <p>Immutable. Two are equal if the registry keeps the same of them.
 */
public interface Encoded {

    /**
     * Reads the value.
     *
     * @param type its class; no other one is ever made
     * @param <T> its type
     * @return the value
     * @throws UnreadablePayloadException if it is not of that class
     */
    <T> T decode(Class<T> type);

    /**
     * A value that may still be encoded.
     *
     * @param value the value itself, of the class, or what a registry has of it
     * @param type its class
     * @param <T> its type
     * @return the value
     * @throws UnreadablePayloadException if what a registry has of it is not of that class
     */
    static <T> T decoded(Object value, Class<T> type) {
        return value instanceof Encoded encoded ? encoded.decode(type) : type.cast(value);
    }
}
