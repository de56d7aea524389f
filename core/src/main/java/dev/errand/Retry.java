package dev.errand;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * How often a failed attempt is followed by another one, and after which delay.
 *
 * <p>Each delay is the one before times the factor, up to the longest, and is then spread by ten percent either way, so
 * that tasks that failed together do not come back together.
 *
 * <p>Never retried are {@link TaskFailedException}, unless it is {@linkplain TaskFailedException#temporary() temporary}, and
 * {@link InvalidInputException}, since they would only happen again, {@link Error}s, and an attempt that
 * {@linkplain TaskCancelledException#keeping kept} something as its time was up, since that would be done once more, unless
 * it has asked for its {@linkplain TaskContext#checkpoint(Class) checkpoint} or its {@linkplain TaskContext#ledger() ledger}.
 *
 * @param attempts how many attempts there are in all, at least 1
 * @param firstDelay before the second attempt; zero or more
 * @param factor by which each delay is longer than the one before, 1 to 100
 * @param longestDelay no delay is longer than this, before it is spread
 * @param unless further kinds of exceptions that are final
 */
public record Retry(
        int attempts,
        Duration firstDelay,
        double factor,
        Duration longestDelay,
        Set<Class<? extends Exception>> unless) {

    private static final double SPREAD = 0.1;
    private static final Duration LONGEST_DELAY = Duration.ofHours(1);
    private static final Retry NEVER = fixed(1, Duration.ZERO);

    /**
     * Checks every part.
     *
     * @throws InvalidInputException if one is out of its range
     */
    public Retry {
        if (attempts < 1) {
            throw new InvalidInputException("attempts", attempts, "be 1 or more");
        }
        if (firstDelay.isNegative()) {
            throw new InvalidInputException("first delay", firstDelay, "be zero or more");
        }
        if (!(factor >= 1 && factor <= 100)) {
            throw new InvalidInputException("factor", factor, "be 1 to 100");
        }
        if (longestDelay.compareTo(firstDelay) < 0) {
            throw new InvalidInputException("longest delay", longestDelay, "be at least the first, " + firstDelay);
        }
        unless = Set.copyOf(unless);
    }

    /**
     * The first failure is final.
     *
     * @return a single attempt
     */
    public static Retry never() {
        return NEVER;
    }

    /**
     * Delays that double each time, up to an hour, or up to the first one if that is longer.
     *
     * @param attempts how many attempts there are in all, at least 1
     * @param firstDelay before the second attempt; zero or more
     * @return that policy
     * @throws InvalidInputException if one is out of its range
     */
    public static Retry exponential(int attempts, Duration firstDelay) {
        Duration longest = firstDelay.compareTo(LONGEST_DELAY) > 0 ? firstDelay : LONGEST_DELAY;
        return new Retry(attempts, firstDelay, 2, longest, Set.of());
    }

    /**
     * The same delay each time.
     *
     * @param attempts how many attempts there are in all, at least 1
     * @param delay before each attempt but the first; zero or more
     * @return that policy
     * @throws InvalidInputException if one is out of its range
     */
    public static Retry fixed(int attempts, Duration delay) {
        return new Retry(attempts, delay, 1, delay, Set.of());
    }

    /**
     * With another longest delay.
     *
     * @param longest at least the first delay
     * @return a changed copy
     * @throws InvalidInputException if it is shorter than the first delay
     */
    public Retry atMost(Duration longest) {
        return new Retry(attempts, firstDelay, factor, longest, unless);
    }

    /**
     * With kinds of exceptions that are final.
     *
     * @param kinds these and their subclasses
     * @return a changed copy
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public final Retry unless(Class<? extends Exception>... kinds) {
        return new Retry(attempts, firstDelay, factor, longestDelay, Set.copyOf(List.of(kinds)));
    }

    /**
     * Whether another attempt follows.
     *
     * @param failedAttempts how many have failed, at least 1
     * @param failure why the latest failed
     * @return true if there is an attempt left and the failure is not final
     */
    public boolean follows(int failedAttempts, Throwable failure) {
        return failedAttempts < attempts
                && failure instanceof Exception
                && !(failure instanceof TaskFailedException said && !said.isTemporary())
                && !(failure instanceof InvalidInputException)
                && unless.stream().noneMatch(kind -> kind.isInstance(failure));
    }

    /**
     * How long to wait before the next attempt.
     *
     * @param failedAttempts how many have failed, at least 1
     * @param random spreads the delay
     * @return within ten percent of the planned delay
     */
    public Duration delayAfter(int failedAttempts, RandomGenerator random) {
        double planned = Math.min(nanosOf(firstDelay) * Math.pow(factor, failedAttempts - 1.0), nanosOf(longestDelay));
        return Duration.ofNanos((long) (planned * random.nextDouble(1 - SPREAD, 1 + SPREAD)));
    }

    private static double nanosOf(Duration duration) {
        return duration.getSeconds() * 1e9 + duration.getNano();
    }
}
