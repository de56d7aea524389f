package dev.errand.web;

import dev.errand.QueuePlace;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.time.Instant;
import java.util.Optional;

/**
 * What is true of a task at this moment, beside its snapshot, and costs a question.
 *
 * @param place where it stands in the queue; empty unless it waits there, or for who has not asked
 * @param heartbeat when whoever runs it has last shown that it is alive; empty unless it runs, or for who has not asked
 */
record Moment(Optional<QueuePlace> place, Optional<Instant> heartbeat) {

    /** Nobody has asked. */
    static final Moment UNKNOWN = new Moment(Optional.empty(), Optional.empty());

    static Moment of(TaskHandle<?> handle, TaskSnapshot task) {
        return new Moment(
                task.state() == TaskState.QUEUED ? handle.place() : Optional.empty(),
                task.state().isRunning() ? handle.lastHeartbeat() : Optional.empty());
    }
}
