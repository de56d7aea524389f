package dev.errand.web;

import dev.errand.TaskHandle;

/**
 * What a host's own endpoint answers when it has submitted a task: 202 with the task, and where to ask for it. See
 * {@link TaskHttp#submit}.
 *
 * @param handle the task
 * @param replayed whether it was submitted before, and this submission is only the same one again
 */
public record TaskAccepted(TaskHandle<?> handle, boolean replayed) {

    /**
     * A task that was just submitted.
     *
     * @param handle the task
     * @return that answer
     */
    public static TaskAccepted of(TaskHandle<?> handle) {
        return new TaskAccepted(handle, false);
    }
}
