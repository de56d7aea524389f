package dev.errand;

import java.util.Objects;
import java.util.UUID;

/**
 * The name of one task. Ids are UUIDs of version 7 (RFC 9562, section 5.7): they sort by the time of submission, and
 * their 73 random bits cannot be guessed.
 *
 * @param value the UUID
 */
public record TaskId(UUID value) implements Comparable<TaskId> {

    /** Takes nothing for granted. */
    public TaskId {
        Objects.requireNonNull(value, "value");
    }

    /**
     * Reads an id from its text form.
     *
     * @param text 36 characters, as written by {@link #toString()}
     * @return the id; whether there is such a task is another question
     * @throws InvalidInputException if the text is not a UUID
     */
    public static TaskId parse(String text) {
        try {
            UUID value = UUID.fromString(text);
            if (value.toString().equalsIgnoreCase(text)) {
                return new TaskId(value);
            }
        } catch (IllegalArgumentException notHexadecimal) {
            // falls through to the same answer
        }
        throw new InvalidInputException("task id", text, "be a UUID such as 01976f2c-4b1e-7a31-9c0d-5f2b7e8a9d10");
    }

    /**
     * A short form for people: what they quote, and what stands in the log beside a failure.
     *
     * @return the last eight digits, in capitals
     */
    public String reference() {
        return toString().substring(28).toUpperCase(java.util.Locale.ROOT);
    }

    /** Earlier submissions first. */
    @Override
    public int compareTo(TaskId other) {
        return value.compareTo(other.value);
    }

    /** The 36 characters of the UUID. */
    @Override
    public String toString() {
        return value.toString();
    }
}
