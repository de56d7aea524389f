package dev.errand;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.progress.ProgressReporter;
import java.util.Iterator;
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
     * Whether the task should stop: it was cancelled, its time is up, or the engine is shutting down.
     *
     * @return true from the first request on. Costs a volatile read
     */
    boolean isCancelled();

    /**
     * Ends the attempt here if it should stop. Otherwise it does nothing, but that a task on a virtual thread lets
     * others have their turn now and then.
     *
     * @throws TaskCancelledException if {@link #isCancelled()}; let it pass
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
     * Leaves a file for the owner to fetch. It appears when it is complete, flushed to disk and hashed; if the body
     * throws, it does not appear at all.
     *
     * <p>Blocks for as long as the body writes. A file of the same name from the same task does no harm: they are told
     * apart.
     *
     * @param fileName the name to offer for the download: 1 to 200 bytes in UTF-8, without path separators, control
     *     characters or any of {@code : * ? " < > |}
     * @param mediaType such as {@code text/csv}
     * @param body writes the content
     * @return the file, now part of the task's snapshot
     * @throws InvalidInputException if the name or the media type is refused; nothing was written
     * @throws ErrandException if the store cannot take the file, naming its path and the cause
     * @throws Exception what the body throws
     */
    @CanIgnoreReturnValue
    Artifact writeArtifact(String fileName, String mediaType, Artifact.Body body) throws Exception;
}
