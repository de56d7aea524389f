package dev.errand;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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
        return with(new Policy(retry, policy.time, policy.demand, policy.errorBudget, policy.restarts));
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
        TimeLimits time = policy.time;
        return with(new TimeLimits(Optional.of(limit), time.cancelGrace(), time.forceStop(), time.stallAfter()));
    }

    /**
     * With another time between the request to stop and the interrupt of the thread.
     *
     * @param grace zero or more
     * @return a changed copy
     * @throws InvalidInputException if it is negative
     */
    public TaskType<I, R> cancelGrace(Duration grace) {
        TimeLimits time = policy.time;
        return with(new TimeLimits(time.timeout(), grace, time.forceStop(), time.stallAfter()));
    }

    /**
     * With a limit to the patience with code that heeds neither the request to cancel nor the interrupt: the task is
     * then taken from it and is cancelled, whatever the code goes on to do.
     *
     * @param limit from the request on, at least the cancel grace
     * @return a changed copy
     * @throws InvalidInputException if it is shorter than the grace
     */
    public TaskType<I, R> forceStopAfter(Duration limit) {
        TimeLimits time = policy.time;
        return with(new TimeLimits(time.timeout(), time.cancelGrace(), Optional.of(limit), time.stallAfter()));
    }

    /**
     * With another time without progress after which a task is said to stand still.
     *
     * @param limit more than zero
     * @return a changed copy
     * @throws InvalidInputException if it is zero or less
     */
    public TaskType<I, R> stallAfter(Duration limit) {
        TimeLimits time = policy.time;
        return with(new TimeLimits(time.timeout(), time.cancelGrace(), time.forceStop(), limit));
    }

    /**
     * With a limit of tasks of this type that run at the same time. More of them wait in the queue.
     *
     * @param tasks 1 or more
     * @return a changed copy
     * @throws InvalidInputException if it is zero or less
     */
    public TaskType<I, R> maxRunning(int tasks) {
        return with(new Demand(tasks, policy.demand.resources(), policy.demand.computing()));
    }

    /**
     * With something that its tasks share with those of other types, such as a database for reports. How many may use
     * it at the same time is set at the engine.
     *
     * @param resources the names of all of them
     * @return a changed copy
     * @throws InvalidInputException if a name is blank or too long
     */
    public TaskType<I, R> using(String... resources) {
        return with(new Demand(policy.demand.maxRunning(), Set.copyOf(List.of(resources)), policy.demand.computing()));
    }

    /**
     * For tasks that compute rather than wait: they run on platform threads, about as many at a time as there are
     * processors, and so do not keep virtual threads from theirs.
     *
     * @return a changed copy
     */
    public TaskType<I, R> computing() {
        return with(new Demand(policy.demand.maxRunning(), policy.demand.resources(), true));
    }

    /**
     * With a limit to the items that may fail.
     *
     * @param budget how many of them; the task is stopped when more have failed
     * @return a changed copy
     */
    public TaskType<I, R> errorBudget(ErrorBudget budget) {
        return with(new Policy(policy.retry, policy.time, policy.demand, budget, policy.restarts));
    }

    /**
     * With another rule for attempts that are lost because their process died, froze or lost the database.
     *
     * @param restarts how many of them may be lost until the task is given up
     * @return a changed copy
     * @throws InvalidInputException if it is never restarted, but retried
     */
    public TaskType<I, R> restarting(Restarts restarts) {
        return with(new Policy(policy.retry, policy.time, policy.demand, policy.errorBudget, restarts));
    }

    /**
     * For tasks whose effect must not happen twice: each is begun once, and never again by itself. One whose process dies,
     * or is shut down in the middle of it, stays {@linkplain TaskState#INTERRUPTED interrupted} until a person resumes or
     * cancels it.
     *
     * @return a changed copy
     * @throws InvalidInputException if the type has retries
     */
    public TaskType<I, R> atMostOnce() {
        return restarting(Restarts.NEVER);
    }

    private TaskType<I, R> with(TimeLimits time) {
        return with(new Policy(policy.retry, time, policy.demand, policy.errorBudget, policy.restarts));
    }

    private TaskType<I, R> with(Demand demand) {
        return with(new Policy(policy.retry, policy.time, demand, policy.errorBudget, policy.restarts));
    }

    private TaskType<I, R> with(Policy changed) {
        return new TaskType<>(name, inputType, resultType, changed);
    }

    /**
     * How the tasks of a type are treated.
     *
     * @param retry how often a failed attempt is followed by another one
     * @param time how long things may take
     * @param demand what a task needs in order to run
     * @param errorBudget how many of its items may fail
     * @param restarts what becomes of a task whose process died while it ran
     */
    public record Policy(Retry retry, TimeLimits time, Demand demand, ErrorBudget errorBudget, Restarts restarts) {

        /** One attempt, any time, any number, five seconds to stop, any number of failed items, restarted when lost. */
        public static final Policy DEFAULT = new Policy(
                Retry.never(), TimeLimits.DEFAULT, Demand.DEFAULT, ErrorBudget.unlimited(), Restarts.DEFAULT);

        /**
         * Takes nothing for granted.
         *
         * @throws InvalidInputException if tasks are begun at most once, and retried all the same
         */
        public Policy {
            Objects.requireNonNull(retry, "retry");
            Objects.requireNonNull(time, "time limits");
            Objects.requireNonNull(demand, "demand");
            Objects.requireNonNull(errorBudget, "error budget");
            Objects.requireNonNull(restarts, "restarts");
            if (restarts.never() && retry.attempts() > 1) {
                throw new InvalidInputException(
                        "attempts", retry.attempts(), "be 1 for tasks that are begun at most once");
            }
        }
    }
}
