package dev.errand;

import java.time.Duration;
import java.util.Optional;

/**
 * When an earlier task of the same type and owner stands in for a new one.
 *
 * <p>Inputs are the same, here and under a {@linkplain SubmitOptions#key(String) key}, if they are equal as the registry keeps
 * them: one in memory compares the objects by {@code equals}, one in a database what it stores of them.
 *
 * @param whileUnended what to do while one has not ended
 * @param freshFor for how long the result of one with the same input, which succeeded in full, is as good as a new one;
 *     more than zero, and empty for not at all
 */
public record Sharing(SingleFlight whileUnended, Optional<Duration> freshFor) {

    /** What to do while a task of the same type and owner has not ended. */
    public enum SingleFlight {
        /** Take the new one all the same. */
        ALLOW,
        /** Answer with the earlier one if it has the same input; refuse otherwise. */
        JOIN,
        /** Refuse. */
        REJECT
    }

    /** Every submission is a task of its own. */
    public static final Sharing NONE = new Sharing(SingleFlight.ALLOW, Optional.empty());

    /**
     * Checks the time.
     *
     * @throws InvalidInputException if it is zero or less
     */
    public Sharing {
        if (freshFor.isPresent() && !freshFor.get().isPositive()) {
            throw new InvalidInputException("fresh for", freshFor.get(), "be more than zero");
        }
    }
}
