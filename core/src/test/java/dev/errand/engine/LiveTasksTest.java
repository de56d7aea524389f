package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskRefusedException.Reason;
import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.progress.Progress;
import dev.errand.registry.Lease;
import dev.errand.testkit.ManualTime;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveTasksTest {

    private final ManualTime time = new ManualTime();
    private final LiveTasks live = new LiveTasks(new LiveTasks.Places(5, 3));

    private static LiveTask<Void, String> taskOf(String owner) {
        Submission submission =
                new Submission("a", Owner.of(owner), "a", Submission.Terms.PLAIN, ManualTime.NOON, ManualTime.NOON);
        TaskSnapshot first = new TaskSnapshot(
                new TaskId(UUID.randomUUID()), 1, submission, TaskStatus.queued(), Progress.NOT_STARTED, List.of());
        return new LiveTask<>(first, Definition.adHoc(context -> ""), null);
    }

    private static List<LiveTask<Void, String>> tasksOf(String owner, int count) {
        return Stream.generate(() -> taskOf(owner)).limit(count).toList();
    }

    private void assertRefused(Reason reason, String owner, int count) {
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> live.admit(tasksOf(owner, count)))
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(reason));
    }

    @Test
    void fillsThePlacesOfAnOwnerToTheLast() {
        live.admit(tasksOf("ana", 2));

        assertRefused(Reason.OWNER_LIMIT, "ana", 2);
        live.admit(tasksOf("ana", 1));
        assertRefused(Reason.OWNER_LIMIT, "ana", 1);
    }

    @Test
    void givesThePlaceBackToWhomeverItWasTakenFor() {
        LiveTask<Void, String> task = taskOf("ana");
        live.admit(List.of(task));
        live.admit(tasksOf("ana", 2));
        TaskSnapshot first = task.updates().latest();
        task.updates()
                .publish(new TaskSnapshot(
                        first.id(),
                        2,
                        first.submission().ownedBy(Owner.of("bea")),
                        first.status(),
                        first.progress(),
                        first.artifacts()));

        live.forget(task);

        live.admit(tasksOf("ana", 1));
        assertRefused(Reason.OWNER_LIMIT, "ana", 1);
    }

    @Test
    void fillsAllPlacesToTheLast() {
        live.admit(tasksOf("ana", 3));

        assertRefused(Reason.QUEUE_FULL, "bea", 3);
        live.admit(tasksOf("bea", 2));
        assertRefused(Reason.QUEUE_FULL, "bea", 1);
        assertThat(live.tasks()).hasSize(5);
    }

    /** One by one, since the count of an owner must follow each of them. */
    @Test
    void givesPlacesBackOneByOne() {
        List<LiveTask<Void, String>> hers = tasksOf("ana", 3);
        live.admit(hers);

        live.forget(hers.get(0));
        live.forget(hers.get(0));
        live.admit(tasksOf("ana", 1));
        assertRefused(Reason.OWNER_LIMIT, "ana", 1);

        live.forget(hers.get(1));
        assertThat(live.begin(new Attempt<>(hers.get(2), new Lease(UUID.randomUUID()), time)))
                .isTrue();
        live.forget(hers.get(2));
        live.admit(tasksOf("ana", 2));
        assertRefused(Reason.OWNER_LIMIT, "ana", 1);
    }

    @Test
    void letsNobodyThroughAClosedDoor() {
        LiveTask<Void, String> task = taskOf("ana");
        live.admit(List.of(task));
        live.close();

        assertRefused(Reason.SHUT_DOWN, "ana", 1);
        Attempt<String> attempt = new Attempt<>(task, new Lease(UUID.randomUUID()), time);
        assertThat(live.begin(attempt)).isFalse();
        assertThat(live.attempts()).as("seen by a shutdown all the same").hasSize(1);
        live.end(attempt);
        assertThat(live.attempts()).isEmpty();
        assertThat(attempt.ended()).isCompleted();
    }
}
