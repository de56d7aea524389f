package dev.errand.progress;

import java.util.Objects;

/**
 * What a task is busy with, and where that is in its plan, if it {@linkplain ProgressReporter#phases made one}.
 *
 * @param name a word or two; empty when the task does not say
 * @param number which phase of the plan, from 1 to {@code count}; 0 without a plan and before its first phase
 * @param count phases in the plan; 0 without one
 * @param from the share of the whole, 0 to 1, that is through when this phase begins
 * @param to the share of the whole, {@code from} to 1, that is through when this phase ends
 */
public record Phase(String name, int number, int count, double from, double to) {

    /** No plan and no name: the whole task is one phase. */
    public static final Phase UNNAMED = new Phase("", 0, 0, 0, 1);

    /**
     * Checks the place in the plan.
     *
     * @throws IllegalArgumentException if the number does not fit the count, or the shares are not in order
     */
    public Phase {
        Objects.requireNonNull(name, "name");
        if (number < 0 || number > count) {
            throw new IllegalArgumentException("not a place in a plan: phase " + number + " of " + count);
        }
        if (!(from >= 0 && from <= to && to <= 1)) {
            throw new IllegalArgumentException("not a part of the whole: from " + from + " to " + to);
        }
    }

    /**
     * A phase without a plan.
     *
     * @param name a word or two
     * @return a phase that spans the whole
     */
    public static Phase named(String name) {
        return UNNAMED.renamed(name);
    }

    /**
     * Whether the plan goes on after this phase.
     *
     * @return false in the last phase, and without a plan
     */
    public boolean hasNext() {
        return number < count;
    }

    Phase renamed(String newName) {
        return new Phase(newName, number, count, from, to);
    }
}
