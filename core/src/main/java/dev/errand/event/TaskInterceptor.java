package dev.errand.event;

import dev.errand.TaskContext;

/**
 * Wraps every attempt, on its thread: to enter a tenant's scope, to open a span, to measure.
 *
 * {@snippet :
 * TaskInterceptor inTenant = (context, run) -> {
 *     tenants.enter(context.owner().tenant());
 *     try {
 *         run.proceed();
 *     } finally {
 *         tenants.leave();
 *     }
 * };
 * }
 *
 * <p>An interceptor may fail an attempt, by an exception of its own or by not proceeding. It cannot turn a failure into
 * a success: an exception of the task counts even if it is swallowed here.
 */
@FunctionalInterface
public interface TaskInterceptor {

    /**
     * Wraps one attempt.
     *
     * @param context the attempt
     * @param run the task, with the interceptors that were registered later; to be called once
     * @throws Exception to fail the attempt, or because the task has
     */
    void around(TaskContext context, Run run) throws Exception;

    /** What is wrapped. */
    @FunctionalInterface
    interface Run {

        /**
         * Runs the task to its end.
         *
         * @throws Exception as the task
         */
        void proceed() throws Exception;
    }
}
