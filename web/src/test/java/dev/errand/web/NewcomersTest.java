package dev.errand.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.progress.Progress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class NewcomersTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    private final Newcomers newcomers = new Newcomers();
    private final TaskSnapshot task = new TaskSnapshot(
            new TaskId(UUID.randomUUID()),
            1,
            new Submission("export", Owner.of("ana"), "Export", Submission.Terms.PLAIN, NOON, NOON),
            TaskStatus.queued(),
            Progress.NOT_STARTED,
            List.of());

    @Test
    void ofCallsAtTheSameTimeOneIsToldThatItsTaskIsNew() {
        assertThat(newcomers.isNew(task, NOON)).isTrue();
        assertThat(newcomers.isNew(task, NOON)).isFalse();
    }

    @Test
    void whatWasThereBeforeTheCallCameIsNotNew() {
        assertThat(newcomers.isNew(task, NOON.plusMillis(1))).isFalse();
    }
}
