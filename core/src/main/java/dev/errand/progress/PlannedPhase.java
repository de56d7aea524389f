package dev.errand.progress;

import java.util.Objects;

/**
 * A phase that a task means to go through, and how long it takes compared with the others.
 *
 * @param name a word or two, not empty
 * @param weight how much of the time it takes, more than zero and finite; only the ratio to the other weights counts
 */
public record PlannedPhase(String name, double weight) {

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the name is blank, or the weight is not a finite number above zero
     */
    public PlannedPhase {
        Objects.requireNonNull(name, "name");
        if (name.isBlank()) {
            throw new IllegalArgumentException("name of a planned phase is blank, but must say what happens in it");
        }
        if (!(weight > 0) || Double.isInfinite(weight)) {
            throw new IllegalArgumentException(
                    "weight of phase " + name + " is " + weight + ", but must be finite and more than zero");
        }
    }

    /**
     * A phase to plan with.
     *
     * @param name a word or two, not empty
     * @param weight how much of the time it takes, more than zero and finite
     * @return the phase
     * @throws IllegalArgumentException if the name is blank, or the weight is not a finite number above zero
     */
    public static PlannedPhase of(String name, double weight) {
        return new PlannedPhase(name, weight);
    }
}
