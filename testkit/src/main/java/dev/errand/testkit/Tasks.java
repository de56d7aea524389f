package dev.errand.testkit;

import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.progress.Progress;
import dev.errand.registry.TaskEntry;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Tasks for tests of registries. */
final class Tasks {

    static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private Tasks() {}

    /** A queued task; those with a higher number are newer. */
    static TaskEntry queued(long number) {
        return queued(number, "ana", Optional.empty());
    }

    static TaskEntry queued(long number, String owner, Optional<String> key) {
        return new TaskEntry(
                new TaskSnapshot(
                        id(number),
                        1,
                        new Submission(
                                "export",
                                Owner.of(owner),
                                "Export",
                                new Submission.Terms(key, Priority.NORMAL, Optional.empty()),
                                NOON,
                                NOON),
                        TaskStatus.queued(),
                        Progress.NOT_STARTED,
                        List.of()),
                "input " + number);
    }

    static TaskId id(long number) {
        return new TaskId(new UUID(0x0197_6f2c_4b1e_7000L, 0x8000_0000_0000_0000L | number));
    }
}
