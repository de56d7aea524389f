package dev.errand;

import org.jspecify.annotations.Nullable;

/**
 * What a submission that waits a little came to: the outcome if the task was quick, its handle if it was not.
 *
 * @param <R> the task's result
 */
public sealed interface Answer<R extends @Nullable Object> {

    /**
     * The task.
     *
     * @return its handle
     */
    TaskHandle<R> handle();

    /**
     * It has ended.
     *
     * @param handle the task
     * @param outcome how it ended
     * @param <R> the task's result
     */
    record Now<R extends @Nullable Object>(TaskHandle<R> handle, Outcome<R> outcome) implements Answer<R> {}

    /**
     * It goes on in the background.
     *
     * @param handle the task
     * @param <R> the task's result
     */
    record Later<R extends @Nullable Object>(TaskHandle<R> handle) implements Answer<R> {}
}
