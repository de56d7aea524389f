package dev.errand.jdbc.payload;

import dev.errand.InvalidInputException;
import dev.errand.registry.UnreadablePayloadException;

/**
 * Turns inputs, results and cursors into text and back. What is stored outlives the program that wrote it, so that a newer
 * version has to read what an older one wrote.
 *
 * <p>All methods may be called from any thread.
 */
public interface PayloadCodec {

    /**
     * Writes a value.
     *
     * @param value the value, of that class
     * @param type the class that it will be read as
     * @return a text that two equal values have in common
     * @throws InvalidInputException if the value cannot be written; it says why
     */
    String encode(Object value, Class<?> type);

    /**
     * Reads a value. Makes nothing but what that class consists of: what is stored may have been changed by somebody else.
     *
     * @param stored what was written
     * @param type its class
     * @param <T> its type
     * @return the value
     * @throws UnreadablePayloadException if it cannot be read as that class
     */
    <T> T decode(String stored, Class<T> type);
}
