package dev.errand.notice;

import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TimelineEntry;
import java.time.Duration;
import java.time.Instant;

/**
 * The news that a task has ended. There is one for each end; what is done again ends again.
 *
 * @param id the same whenever it is delivered, and of no other notice; ASCII, without blanks
 * @param task the task as it ended
 * @param watched whether somebody was watching the task when it ended, in the process that ended it: a subscriber to its
 *     {@linkplain dev.errand.TaskHandle#updates() updates}
 */
public record TaskNotice(String id, TaskSnapshot task, boolean watched) {

    /**
     * When the task ended.
     *
     * @return the instant
     */
    public Instant endedAt() {
        return task.status().endedAt().orElse(task.submission().submittedAt());
    }

    /**
     * How long it took from the first attempt to the end, with all the waiting in between.
     *
     * @return zero if it never began
     */
    public Duration took() {
        return task.status().timeline().stream()
                .filter(step -> step.state() == TaskState.RUNNING)
                .findFirst()
                .map(TimelineEntry::at)
                .map(began -> Duration.between(began, endedAt()))
                .filter(Duration::isPositive)
                .orElse(Duration.ZERO);
    }
}
