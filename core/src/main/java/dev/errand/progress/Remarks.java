package dev.errand.progress;

import java.util.Objects;

/**
 * What a task says of itself in words, for its owner.
 *
 * @param message the latest remark while it runs; empty when there is none
 * @param summary what came of it, for when it has ended; empty unless the task has left one
 */
public record Remarks(String message, String summary) {

    /** Nothing said yet. */
    public static final Remarks NONE = new Remarks("", "");

    /** Checks that both are there. */
    public Remarks {
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(summary, "summary");
    }

    /**
     * A remark while it runs.
     *
     * @param message may be empty
     * @return that remark, without a summary
     */
    public static Remarks of(String message) {
        return message.isEmpty() ? NONE : new Remarks(message, "");
    }

    Remarks message(String other) {
        return new Remarks(other, summary);
    }

    Remarks summary(String other) {
        return new Remarks(message, other);
    }
}
