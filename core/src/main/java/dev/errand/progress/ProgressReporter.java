package dev.errand.progress;

/**
 * Where a task says how far it is.
 *
 * <p>Every method may be called from any thread, also from several at once, and none blocks. Advancing costs a few
 * nanoseconds and allocates nothing, so it belongs into the innermost loop.
 */
public interface ProgressReporter {

    /** Counts one more unit as done. */
    default void advance() {
        advance(1);
    }

    /**
     * Counts more units as done.
     *
     * @param units zero or more
     * @throws IllegalArgumentException if {@code units} is negative: progress never falls
     */
    void advance(long units);

    /** Counts one unit as given up. */
    default void failed() {
        failed(1);
    }

    /**
     * Counts units as given up. A task that returns although units failed has succeeded in part.
     *
     * @param units zero or more
     * @throws IllegalArgumentException if {@code units} is negative
     */
    void failed(long units);

    /**
     * Says how many units there are in all. May be called again when the task knows better; a total below what is
     * already processed counts as exactly that.
     *
     * @param units zero or more
     * @throws IllegalArgumentException if {@code units} is negative
     */
    void total(long units);

    /**
     * Says that at least this many units are still to come, and raises the total if need be.
     *
     * @param units zero or more, on top of what is processed
     * @throws IllegalArgumentException if {@code units} is negative
     */
    void expect(long units);

    /**
     * Names what the task is busy with now.
     *
     * @param name a word or two, such as {@code "writing rows"}
     */
    void phase(String name);

    /**
     * Leaves a remark for the owner, in place of the one before.
     *
     * @param text one short sentence
     */
    void message(String text);
}
