package dev.errand.mail.failover;

import dev.errand.InvalidInputException;
import java.time.Duration;

/**
 * When a server is left alone: its circuit opens after so many failures of connections in a row, or when it does not let us send.
 * After a while it is half-open: one connection is tried, and closes the circuit if a message gets an answer on it.
 *
 * @param failures how many in a row open it, 1 to 1,000
 * @param open how long it stays open, a millisecond to a day
 */
public record CircuitBreaker(int failures, Duration open) {

    /** Five failures in a row, and half a minute. */
    public static final CircuitBreaker DEFAULT = new CircuitBreaker(5, Duration.ofSeconds(30));

    /**
     * Checks both.
     *
     * @throws InvalidInputException if one is out of its range
     */
    public CircuitBreaker {
        if (failures < 1 || failures > 1_000) {
            throw new InvalidInputException("failures of a circuit breaker", failures, "be 1 to 1000");
        }
        if (open.toMillis() < 1 || open.compareTo(Duration.ofDays(1)) > 0) {
            throw new InvalidInputException("open time of a circuit breaker", open, "be a millisecond to a day");
        }
    }
}
