package dev.errand.progress;

import java.util.OptionalLong;

/**
 * The units of a task, counted: how many went well, were given up or were left out, and how many there are in all.
 *
 * @param done units finished well, zero or more
 * @param failed units given up, zero or more; never also counted as {@code done}
 * @param skipped units that needed no work, zero or more; neither done nor failed
 * @param total units expected in all, at least {@link #processed()}; empty while unknown
 */
public record Units(long done, long failed, long skipped, OptionalLong total) {

    /** Nothing processed, and no total known yet. */
    public static final Units NONE = new Units(0, 0, 0, OptionalLong.empty());

    /**
     * Checks the counts against each other.
     *
     * @throws IllegalArgumentException if a count is negative, or all together exceed {@code total}
     */
    public Units {
        boolean negative = done < 0 || failed < 0 || skipped < 0;
        if (negative || StripedCount.sum(StripedCount.sum(done, failed), skipped) > total.orElse(Long.MAX_VALUE)) {
            throw new IllegalArgumentException("not a count of units: " + done + " done, " + failed + " failed and "
                    + skipped + " skipped of " + total);
        }
    }

    /**
     * Units that need no more work.
     *
     * @return {@code done + failed + skipped}, or {@link Long#MAX_VALUE} where that is more than a long holds
     */
    public long processed() {
        return StripedCount.sum(StripedCount.sum(done, failed), skipped);
    }

    /** The same with a total, which is raised to what is processed if need be. */
    Units outOf(long expected) {
        return new Units(done, failed, skipped, OptionalLong.of(Math.max(expected, processed())));
    }
}
