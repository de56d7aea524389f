package dev.errand.web;

/**
 * Reads the input of a task from JSON, with whatever the host reads JSON with.
 *
 * @param <I> the input
 */
@FunctionalInterface
public interface InputReader<I> {

    /**
     * Reads an input.
     *
     * @param json the value of {@code input} in the call, or {@code null} as JSON; within the limits for depth and length
     * @return what the task is to work on
     * @throws Exception if it is none: the call is then refused, with the message of a
     *     {@link dev.errand.InvalidInputException}, and without that of any other exception
     */
    I read(String json) throws Exception;
}
