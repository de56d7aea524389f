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
     * Counts one unit as given up, and keeps which one and why for people to read. Of very many, the first
     * {@value Progress#MAX_FAILED_ITEMS} are kept; the count stays exact.
     *
     * @param key which item; made fit for one line as {@link FailedItem} says
     * @param message why, in a sentence that the owner may read; may be empty
     * @throws IllegalArgumentException if the key is blank; nothing was counted
     */
    void failed(String key, String message);

    /** Counts one unit as left out, since there was nothing to do for it. */
    default void skipped() {
        skipped(1);
    }

    /**
     * Counts units as left out: processed, but neither done nor failed.
     *
     * @param units zero or more
     * @throws IllegalArgumentException if {@code units} is negative
     */
    void skipped(long units);

    /**
     * Says how many units there are in all, those of earlier attempts included; in a phase of a plan, how many there
     * are in this phase. May be called again when the task knows better. A total below what is already processed counts
     * as exactly that; one that is exceeded by more than a tenth is not believed any more, and there is no percentage
     * until a better one is stated.
     *
     * @param units zero or more
     * @throws IllegalArgumentException if {@code units} is negative
     */
    void total(long units);

    /**
     * Says that at least this many units are still to come, and raises the total if need be. In a plan, that is the
     * total of the running phase.
     *
     * @param units zero or more, on top of what is processed
     * @throws IllegalArgumentException if {@code units} is negative
     */
    void expect(long units);

    /**
     * Plans what the task will go through, so that there is one percentage for all of it. Each phase then counts its
     * own units, from the call of {@link #phase} that begins it.
     *
     * @param plan the phases in their order, at least one, no two of the same name
     * @throws IllegalArgumentException if the plan is empty, or names a phase twice
     * @throws IllegalStateException if there is a plan, or a phase was named before
     */
    void phases(PlannedPhase... plan);

    /**
     * Names what the task is busy with now. If it is a later phase of the {@linkplain #phases plan}, the phase begins,
     * with a total of its own that is not known yet, and those before it are through. Any other name is only shown.
     *
     * @param name a word or two, such as {@code "writing rows"}
     */
    void phase(String name);

    /**
     * Leaves a remark for the owner, in place of the one before.
     *
     * @param text one short sentence; made fit for one line, and cut after {@value FailedItem#MAX_MESSAGE_LENGTH}
     *     characters, as the message of a {@link FailedItem} is
     */
    void message(String text);

    /**
     * Says what came of the task, for when it has ended well: people read it then in place of a count, or beside its files.
     *
     * @param text one short line, such as {@code "13,000 claims, 2 of them without a holder"}; made fit for one line, and cut,
     *     as by {@link #message}
     */
    void summary(String text);
}
