package dev.errand;

import java.time.Duration;
import java.util.function.Function;

/**
 * A loop over items that a later attempt can take up: after a pause, a failure, or a retry.
 *
 * <p>It counts each item, stops before the next one when it should, and saves a checkpoint after every hundred items or
 * five seconds, whichever comes first, and whenever it stops early. So at most what lies between two checkpoints is done
 * twice when a process dies, and nothing when an attempt fails or is paused.
 *
 * <p>A loop whose items have keys outlives items that fail: such an item is counted and listed as failed, and the next
 * one gets its turn. One whose items have none ends with the first failure.
 *
 * <p>A task has one such loop, since two would take each other's checkpoints; for others there is
 * {@link TaskContext#over(Iterable)}. Immutable; a loop runs on the thread that calls
 * {@link #forEach}.
 *
 * @param <T> the item's type
 */
public interface ItemLoop<T> {

    /**
     * With a key for each item: failed ones are listed under it, and can be done again
     * {@linkplain RetryScope#FAILED_ITEMS alone}.
     *
     * @param key names an item: one line of 1 to 200 characters without blanks at its ends, and of no other item. A task
     *     that makes another one fails with an {@link InvalidInputException} before that item is begun
     * @return a changed copy
     */
    ItemLoop<T> keyedBy(Function<? super T, String> key);

    /**
     * With another distance between checkpoints.
     *
     * @param items after so many items, 1 or more
     * @param time or so much time, more than zero, whichever comes first
     * @return a changed copy
     * @throws InvalidInputException if one is out of its range
     */
    ItemLoop<T> savingEvery(int items, Duration time);

    /**
     * Runs the loop. Once in an attempt.
     *
     * @param action what to do with an item. If it says {@code progress().failed()} or {@code skipped()}, the item is
     *     counted as that, and otherwise as done
     * @throws IllegalStateException if this attempt has run such a loop before, or runs one around this
     * @throws Exception what an action throws for an item without a key; and what the source of the items throws
     */
    void forEach(Action<? super T> action) throws Exception;

    /**
     * What to do with an item.
     *
     * @param <T> the item's type
     */
    @FunctionalInterface
    interface Action<T> {

        /**
         * Does it.
         *
         * @param item the item
         * @throws Exception if it failed. {@link TaskFailedException} says why in words for the owner;
         *     {@link TaskCancelledException} and {@link InterruptedException} end the loop
         */
        void accept(T item) throws Exception;
    }
}
