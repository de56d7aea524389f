package dev.errand;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name under which a task is registered, the types of its input and result, and how it is treated.
 *
 * {@snippet :
 * static final TaskType<ClaimQuery, Artifact> EXPORT =
 *         TaskType.named("export-claims", ClaimQuery.class, Artifact.class)
 *                 .retrying(Retry.exponential(3, ofSeconds(1)))
 *                 .timeout(ofMinutes(10));
 * }
 *
 * <p>The name is what survives a restart, so it should not change; the policy may. A submission is treated by the
 * policy that was registered, not by that of the value it was submitted with.
 *
 * @param name 1 to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit
 * @param inputType what a submission must bring; {@code Void} for nothing
 * @param resultType what the task returns; {@code Void} for a task run for its effect
 * @param policy how its tasks are treated
 * @param <I> the input
 * @param <R> the result
 */
public record TaskType<I, R extends @Nullable Object>(
        String name, Class<I> inputType, Class<R> resultType, Policy policy) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * Checks the name and the types.
     *
     * @throws InvalidInputException if the name has other characters, or too many, or a type is a primitive one
     */
    public TaskType {
        if (!NAME.matcher(name).matches()) {
            throw new InvalidInputException(
                    "task type",
                    name,
                    "be 1 to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit");
        }
        requireReference("input type", inputType);
        requireReference("result type", resultType);
    }

    private static void requireReference(String field, Class<?> type) {
        if (type.isPrimitive()) {
            throw new InvalidInputException(
                    field, type, "be a class such as Integer, or Void, and not a primitive type");
        }
    }

    /**
     * A type that is tried once, without a limit of time.
     *
     * @param name 1 to 100 letters, digits, dots, dashes and underscores, beginning with a letter or digit
     * @param inputType what a submission must bring; {@code Void.class} for nothing
     * @param resultType what the task returns; {@code Void.class} for a task run for its effect
     * @param <I> the input
     * @param <R> the result
     * @return that type
     * @throws InvalidInputException if the name has other characters, or too many
     */
    public static <I, R extends @Nullable Object> TaskType<I, R> named(
            String name, Class<I> inputType, Class<R> resultType) {
        return new TaskType<>(name, inputType, resultType, Policy.DEFAULT);
    }

    /**
     * With retries.
     *
     * @param retry how often, and when
     * @return a changed copy
     */
    public TaskType<I, R> retrying(Retry retry) {
        return with(new Policy(retry, policy.timeout, policy.maxRunning, policy.cancelGrace));
    }

    /**
     * With a limit of time for each attempt. An attempt that exceeds it is asked to stop, is interrupted after the
     * grace, and has failed. One that heeds neither runs to its end, and its result counts.
     *
     * @param limit more than zero
     * @return a changed copy
     * @throws InvalidInputException if it is zero or less
     */
    public TaskType<I, R> timeout(Duration limit) {
        return with(new Policy(policy.retry, Optional.of(limit), policy.maxRunning, policy.cancelGrace));
    }

    /**
     * With a limit of tasks of this type that run at the same time. More of them wait in the queue.
     *
     * @param tasks 1 or more
     * @return a changed copy
     * @throws InvalidInputException if it is zero or less
     */
    public TaskType<I, R> maxRunning(int tasks) {
        return with(new Policy(policy.retry, policy.timeout, tasks, policy.cancelGrace));
    }

    /**
     * With another time between the request to stop and the interrupt of the thread.
     *
     * @param grace zero or more
     * @return a changed copy
     * @throws InvalidInputException if it is negative
     */
    public TaskType<I, R> cancelGrace(Duration grace) {
        return with(new Policy(policy.retry, policy.timeout, policy.maxRunning, grace));
    }

    private TaskType<I, R> with(Policy changed) {
        return new TaskType<>(name, inputType, resultType, changed);
    }

    /**
     * How the tasks of a type are treated.
     *
     * @param retry how often a failed attempt is followed by another one
     * @param timeout how long an attempt may take, more than zero; empty for any time
     * @param maxRunning how many tasks of the type run at the same time, 1 or more
     * @param cancelGrace how long a task has to stop by itself before its thread is interrupted; zero or more
     */
    public record Policy(Retry retry, Optional<Duration> timeout, int maxRunning, Duration cancelGrace) {

        /** One attempt, any time, any number, five seconds to stop. */
        public static final Policy DEFAULT =
                new Policy(Retry.never(), Optional.empty(), Integer.MAX_VALUE, Duration.ofSeconds(5));

        /**
         * Checks every part.
         *
         * @throws InvalidInputException if one is out of its range
         */
        public Policy {
            if (timeout.isPresent() && !timeout.get().isPositive()) {
                throw new InvalidInputException("timeout", timeout.get(), "be more than zero");
            }
            if (maxRunning < 1) {
                throw new InvalidInputException("max running", maxRunning, "be 1 or more");
            }
            if (cancelGrace.isNegative()) {
                throw new InvalidInputException("cancel grace", cancelGrace, "be zero or more");
            }
        }
    }
}
