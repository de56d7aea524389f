package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.Owner;
import dev.errand.Reply;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ArtifactStore;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskSummary;
import org.junit.jupiter.api.Test;

/** What people do with tasks that have ended: they look at how they did, and throw them away. */
class ArchiveTest extends EngineFixture {

    private static final TaskType<String, Artifact> EXPORT = TaskType.named("export", String.class, Artifact.class);
    private static final Owner ANA = Owner.of("ana");
    private static final Owner BEA = Owner.of("bea");

    private final ArtifactStore files = ArtifactStore.temporary();

    @Test
    void tellsTheOwnerWhatIsNewsToHer() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
        atGate.acquire();
        assertThat(tasks.summary(ANA)).isEqualTo(new TaskSummary(1, 0, 0));
        assertThat(handle.markSeen()).as("it has not ended").isFalse();
        openGate();
        outcomeOf(handle);
        assertThat(tasks.summary(ANA)).isEqualTo(new TaskSummary(0, 0, 1));
        assertThat(tasks.list(TaskQuery.newest(5).ownedBy(ANA).onlyUnseen()))
                .extracting(TaskSnapshot::id)
                .containsExactly(handle.id());

        assertThat(tasks.find(handle.id(), ANA).orElseThrow().markSeen()).isTrue();

        assertThat(handle.markSeen()).isFalse();
        assertThat(tasks.summary(ANA)).isEqualTo(TaskSummary.EMPTY);
        assertThat(handle.snapshot().status().seen()).isTrue();
    }

    @Test
    void deletesATaskWithItsFiles() throws Exception {
        TaskEngine tasks = use(builder().artifacts(files).register(EXPORT, this::export));
        TaskHandle<Artifact> handle = tasks.submit(EXPORT, "a", by("ana"));
        atGate.acquire();
        assertThat(handle.delete(Command.by("olga"))).isEqualTo(Reply.NOT_ENDED);
        openGate();
        outcomeOf(handle);
        Artifact file = handle.snapshot().artifacts().getFirst();
        files.open(file).close();

        assertThat(handle.delete(Command.by("olga").because("a mistake"))).isEqualTo(Reply.ACCEPTED);

        assertThatExceptionOfType(ArtifactException.class).isThrownBy(() -> files.open(file));
        assertThat(tasks.find(handle.id())).isEmpty();
        assertThat(tasks.list(TaskQuery.newest(5))).isEmpty();
        assertThat(handle.delete(Command.by("ana"))).isEqualTo(Reply.ALREADY_ASKED);
        assertThat(handle.delete()).isFalse();
        assertThat(handle.markSeen()).isFalse();
        assertThat(tasks.forgottenAt(handle.id(), ANA)).contains(time.instant());
        assertThat(tasks.forgottenAt(handle.id(), BEA)).isEmpty();
    }

    private Artifact export(String input, TaskContext context) throws Exception {
        Artifact file = context.writeArtifact("a.csv", "text/csv", out -> out.write(1));
        waitAtGate(input, context);
        return file;
    }
}
