package dev.errand;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.ledger.Ledger;
import dev.errand.progress.ProgressReporter;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What a running task knows about itself, and what it can do: report, notice that it should stop, leave files.
 *
 * <p>It belongs to one attempt. The task may share it with threads of its own; every method may be called from any of
 * them.
 */
public interface TaskContext {

    /**
     * The task's id.
     *
     * @return the same in every attempt
     */
    TaskId id();

    /**
     * The name of the task's type.
     *
     * @return as given to {@link TaskType#named}
     */
    String type();

    /**
     * What people see.
     *
     * @return the submission's title; the type's name if it has none
     */
    String title();

    /**
     * On whose behalf the task runs.
     *
     * @return the owner of the submission
     */
    Owner owner();

    /**
     * The trace that the submission belongs to.
     *
     * @return empty if that is not known
     */
    Optional<TraceParent> trace();

    /**
     * Which attempt this is.
     *
     * @return 1 for the first
     */
    int attempt();

    /**
     * Where the task says how far it is.
     *
     * @return the reporter of this attempt, which starts at zero
     */
    ProgressReporter progress();

    /**
     * Whether the task should stop: it was cancelled or paused, its time is up, or the engine is shutting down.
     *
     * @return true from the first request on. Costs a volatile read
     */
    boolean isCancelled();

    /**
     * Ends the attempt here if it should stop. Otherwise it does nothing, but that a task on a virtual thread that
     * has computed for five milliseconds lets others have their turn.
     *
     * @throws TaskCancelledException if {@link #isCancelled()}; let it pass
     * @throws TaskFailedException if more items have failed than the {@linkplain ErrorBudget error budget} of the type
     *     allows
     */
    void checkCancelled();

    /**
     * Loops over items with progress and cancellation.
     *
     * <p>An item is counted as done when the next one is asked for, unless its turn
     * {@linkplain ProgressReporter#failed() failed}; a collection's size becomes the total. A loop inside of another one
     * adds to the same counts, so one of them should do without. A request to stop ends the loop before the next item
     * with a {@link TaskCancelledException}.
     *
     * {@snippet :
     * for (Claim claim : context.over(claims)) {
     *     settle(claim);
     * }
     * }
     *
     * @param items what to loop over
     * @param <T> the item's type
     * @return the same items; each iterator is for one thread
     */
    <T> Iterable<T> over(Iterable<T> items);

    /**
     * Loops over items with progress and cancellation, as {@link #over(Iterable)}. The total is not known from an
     * iterator: say it to {@link ProgressReporter#total} if you know it.
     *
     * @param items what to loop over
     * @param <T> the item's type
     * @return the same items, for one thread
     */
    <T> Iterator<T> over(Iterator<T> items);

    /**
     * Streams items with progress and cancellation, as {@link #over(Iterable)}. It is parallel if the given one is, and
     * closing it closes the given one.
     *
     * @param items what to stream
     * @param <T> the item's type
     * @return the same items
     */
    <T> Stream<T> over(Stream<T> items);

    /**
     * Loops over items so that the next attempt goes on where this one stopped: see {@link ItemLoop}. Where it stopped is
     * kept as a position, so the items must come in the same order each time.
     *
     * {@snippet :
     * context.each(members).keyedBy(Member::email).forEach(this::remind);
     * }
     *
     * @param items what to loop over; a collection's size becomes the total
     * @param <T> the item's type
     * @return a loop that does not run yet
     */
    <T> ItemLoop<T> each(Iterable<T> items);

    /**
     * Loops over items so that the next attempt goes on after the last one that this one was through with.
     *
     * {@snippet :
     * context.each(String.class, last -> claims.after(last.orElse("")), Claim::number).forEach(this::settle);
     * }
     *
     * @param cursorType the class of a cursor, such as {@code Long} or {@code String}
     * @param itemsAfter gives the items that come after a cursor; all of them for none
     * @param cursorOf the cursor of an item
     * @param <T> the item's type
     * @param <C> the cursor's type
     * @return a loop that does not run yet
     */
    <T, C> ItemLoop<T> each(
            Class<C> cursorType,
            Function<Optional<C>, ? extends Iterable<T>> itemsAfter,
            Function<? super T, ? extends C> cursorOf);

    /**
     * Where an earlier attempt stopped. A task that asks for this, or saves a checkpoint, can be paused while it runs.
     *
     * @param type the class of the cursor
     * @param <C> its type
     * @return the latest that was saved; empty to begin at the beginning
     * @throws InvalidInputException if the cursor that was saved is of another class
     */
    <C> Optional<C> checkpoint(Class<C> type);

    /**
     * Saves how far the task has come: a later attempt goes on from here, with the progress and the files of now. If this
     * attempt fails, the last that was saved stays.
     *
     * @param cursor an immutable value that says where to go on; everything before it must have been done
     * @throws TaskCancelledException if this attempt does not hold the task any more; nothing is saved
     */
    void checkpoint(Object cursor);

    /**
     * Brings about an effect, and saves the checkpoint that covers it; if the effect throws, nothing is saved.
     *
     * @param cursor as for {@link #checkpoint(Object)}
     * @param effect what the checkpoint covers; it is not begun by an attempt that does not hold the task any more
     * @throws TaskCancelledException if this attempt does not hold the task any more
     * @throws Exception what the effect throws
     */
    void checkpoint(Object cursor, Effect effect) throws Exception;

    /**
     * Whether this attempt is to do an item. It is, unless only the {@linkplain RetryScope#FAILED_ITEMS failed items} are
     * done again, and this was none of them. A loop over {@link #each(Iterable) each} asks by itself.
     *
     * @param itemKey the key that the item would fail under
     * @return false to leave it out
     */
    boolean includes(String itemKey);

    /**
     * What the task has done to the outside, in this attempt and in earlier ones: see {@link Ledger}. A task that asks for this
     * can be paused while it runs, and be resumed after it has failed or was cancelled.
     *
     * @return the ledger of the task; the same for all threads
     */
    Ledger ledger();

    /**
     * Declares that the task cannot be stopped any more: from now on it is not cancelled and not paused. A shutdown and
     * the timeout of its type still end it.
     *
     * @throws TaskCancelledException if somebody has asked it to stop before; let it pass
     */
    void pointOfNoReturn();

    /**
     * Leaves a file for the owner to fetch. It appears when it is complete, flushed to disk and hashed; if the body
     * throws, it does not appear at all.
     *
     * <p>Blocks for as long as the body writes. A file of the same name from the same task does no harm: they are told
     * apart.
     *
     * @param fileName the name to offer for the download: 1 to 200 bytes in UTF-8, without path separators, control
     *     characters or any of {@code : * ? " < > |}, and with neither a dot at its beginning nor a dot or blank at its end
     * @param mediaType such as {@code text/csv}
     * @param body writes the content
     * @return the file, now part of the task's snapshot
     * @throws InvalidInputException if the name or the media type is refused; nothing was written
     * @throws ErrandException if the store cannot take the file, naming its path and the cause
     * @throws Exception what the body throws
     */
    @CanIgnoreReturnValue
    Artifact writeArtifact(String fileName, String mediaType, Artifact.Body body) throws Exception;

    /** What a checkpoint covers. */
    @FunctionalInterface
    interface Effect {

        /**
         * Brings it about.
         *
         * @throws Exception if it did not happen
         */
        void happen() throws Exception;
    }
}
