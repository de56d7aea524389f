package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static dev.errand.testkit.ManualTime.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.Reply;
import dev.errand.RetryScope;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.TimelineEntry;
import dev.errand.artifact.ArtifactException;
import dev.errand.artifact.ArtifactStore;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskSummary;
import dev.errand.testkit.SharedTasks;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What people do with tasks that have ended: they look at how they did, keep their files, hand them over, and throw them away. */
class ArchiveTest extends EngineFixture {

    private static final TaskType<String, Artifact> EXPORT = TaskType.named("export", String.class, Artifact.class);
    private static final Owner ANA = Owner.of("ana");
    private static final Owner BEA = Owner.of("bea");

    private static final Command OLGA = Command.by("olga").because("wrong month");

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

    @Test
    void keepsAFileForAnotherWhile() throws Exception {
        TaskEngine tasks = use(builder().artifacts(files).register(EXPORT, this::export));
        TaskHandle<Artifact> handle = tasks.submit(EXPORT, "a", by("ana"));
        atGate.acquire();
        Artifact file = handle.snapshot().artifacts().getFirst();
        assertThat(handle.keep(file, OLGA)).isEqualTo(Reply.NOT_ENDED);
        openGate();
        outcomeOf(handle);
        time.advance(Duration.ofHours(1));

        assertThat(handle.keep(file, OLGA)).isEqualTo(Reply.ACCEPTED);

        TaskSnapshot after = handle.snapshot();
        Artifact kept = after.artifacts().getFirst();
        assertThat(kept).isEqualTo(file.expiringAt(kept.expiresAt()));
        assertThat(kept.expiresAt()).isAfter(file.expiresAt());
        TimelineEntry step = after.status().timeline().getLast();
        assertThat(step.at()).isEqualTo(time.instant());
        assertThat(step.by()).isEqualTo("olga");
        assertThat(step.note()).startsWith("Kept until 20").endsWith(": wrong month");
        assertThat(after.status().endedAt()).contains(time.instant().minus(Duration.ofHours(1)));
        assertThat(handle.keep(file, OLGA)).as("by its former description").isEqualTo(Reply.ACCEPTED);
        assertThat(handle.snapshot().status().timeline())
                .as("told once a day")
                .isEqualTo(after.status().timeline());
        assertThat(after.keptUntil()).contains(kept.expiresAt());
        assertThat(handle.keep(new Artifact(UUID.randomUUID(), "a.csv", "text/csv", 1, "", NOON), OLGA))
                .isEqualTo(Reply.NOT_NOW);
    }

    @Test
    void describesAFileAsItsStoreDoesAlsoWhenItIsKeptAgainOnTheSameDay() throws Exception {
        openGate();
        AtomicInteger renewals = new AtomicInteger();
        ArtifactStore hourly = new ForwardingStore(files) {
            @Override
            public Artifact renew(Artifact artifact) {
                return artifact.expiringAt(NOON.plus(Duration.ofDays(30)).plusSeconds(renewals.incrementAndGet()));
            }
        };
        TaskEngine tasks = use(builder().artifacts(hourly).register(EXPORT, this::export));
        TaskHandle<Artifact> handle = tasks.submit(EXPORT, "a", by("ana"));
        outcomeOf(handle);
        Artifact file = handle.snapshot().artifacts().getFirst();
        assertThat(handle.keep(file, OLGA)).isEqualTo(Reply.ACCEPTED);
        TaskSnapshot once = handle.snapshot();

        assertThat(handle.keep(file, Command.by("zoe"))).isEqualTo(Reply.ACCEPTED);

        TaskSnapshot twice = handle.snapshot();
        assertThat(renewals).hasValue(2);
        assertThat(twice.artifacts())
                .containsExactly(file.expiringAt(NOON.plus(Duration.ofDays(30)).plusSeconds(2)));
        assertThat(twice.status()).as("told once a day").isEqualTo(once.status());
    }

    @Test
    void saysThatAFileIsGoneRatherThanKept() throws Exception {
        openGate();
        TaskEngine tasks = use(builder().artifacts(files).register(EXPORT, this::export));
        TaskHandle<Artifact> handle = tasks.submit(EXPORT, "a", by("ana"));
        outcomeOf(handle);
        TaskSnapshot before = handle.snapshot();
        Artifact file = before.artifacts().getFirst();
        files.delete(file);

        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> handle.keep(file, OLGA))
                .matches(ArtifactException::isGone, "is known to be gone");

        assertThat(handle.snapshot()).isEqualTo(before);
        assertThat(handle.delete()).isTrue();
        assertThat(handle.keep(file, OLGA)).isEqualTo(Reply.NOT_NOW);
    }

    /** The store is asked first, so if the task has changed by then, it is asked again. One step tells what both have done. */
    @Test
    void keepsAFileThoughSomebodyElseDoesSoMeanwhile() throws Exception {
        openGate();
        AtomicReference<@Nullable TaskHandle<?>> other = new AtomicReference<>();
        ArtifactStore busy = new ForwardingStore(files) {
            @Override
            public Artifact renew(Artifact artifact) {
                Artifact renewed = super.renew(artifact);
                TaskHandle<?> handle = other.getAndSet(null);
                if (handle != null) {
                    handle.keep(handle.snapshot().artifacts().getFirst(), Command.by("zoe"));
                }
                return renewed;
            }
        };
        TaskEngine tasks = use(builder().artifacts(busy).register(EXPORT, this::export));
        TaskHandle<Artifact> handle = tasks.submit(EXPORT, "a", by("ana"));
        outcomeOf(handle);
        other.set(handle);

        assertThat(handle.keep(handle.snapshot().artifacts().getFirst(), OLGA)).isEqualTo(Reply.ACCEPTED);

        assertThat(handle.snapshot().status().timeline())
                .extracting(TimelineEntry::by)
                .endsWith("zoe");
    }

    @Test
    void handsATaskOver() throws Exception {
        TaskEngine tasks = use(builder().artifacts(files).register(EXPORT, this::export));
        TaskHandle<Artifact> handle = tasks.submit(EXPORT, "a", by("ana").key("k"));
        atGate.acquire();
        assertThat(handle.handOver(BEA, OLGA)).isEqualTo(Reply.NOT_ENDED);
        openGate();
        outcomeOf(handle);
        handle.markSeen();

        assertThat(handle.handOver(BEA, OLGA)).isEqualTo(Reply.ACCEPTED);

        assertThat(tasks.find(handle.id(), ANA)).isEmpty();
        TaskSnapshot hers = tasks.find(handle.id(), BEA).orElseThrow().snapshot();
        assertThat(hers).isEqualTo(handle.snapshot());
        assertThat(hers.status().timeline().getLast().note()).isEqualTo("Handed over from ana to bea: wrong month");
        assertThat(tasks.summary(ANA)).isEqualTo(TaskSummary.EMPTY);
        assertThat(tasks.summary(BEA)).isEqualTo(new TaskSummary(0, 0, 1));
        assertThat(handle.handOver(BEA, OLGA)).isEqualTo(Reply.ALREADY_ASKED);
        assertThat(tasks.submit(EXPORT, "a", by("ana").key("k")).isStandIn())
                .as("the key is free again")
                .isFalse();
        assertThat(tasks.find(handle.id(), BEA).orElseThrow().delete(OLGA)).isEqualTo(Reply.ACCEPTED);
        assertThat(handle.handOver(ANA, OLGA)).isEqualTo(Reply.NOT_NOW);
        assertThat(tasks.forgottenAt(handle.id(), BEA)).isPresent();
        assertThat(tasks.forgottenAt(handle.id(), ANA)).isEmpty();
    }

    /** As when she has asked for something at the moment when the task was handed over. */
    @Test
    void doesNothingInTheNameOfTheFormerOwner() throws Exception {
        openGate();
        TaskEngine tasks = use(builder().artifacts(files).register(EXPORT, this::export));
        TaskHandle<Artifact> former = tasks.submit(EXPORT, "a", by("ana"));
        outcomeOf(former);
        former.handOver(BEA, OLGA);
        TaskSnapshot hers = tasks.find(former.id(), BEA).orElseThrow().snapshot();

        assertThat(former.markSeen()).isFalse();
        assertThat(former.delete(Command.by("ana"))).isEqualTo(Reply.HANDED_OVER);
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> former.retry(RetryScope.ALL))
                .withMessageContaining("somebody else's");

        assertThat(tasks.find(former.id(), BEA).orElseThrow().snapshot()).isEqualTo(hers);
        assertThat(tasks.list(TaskQuery.newest(10))).containsExactly(hers);
    }

    @Test
    void handsNoTaskOverToWhomeverHasOneOfItsKey() throws Exception {
        openGate();
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana").key("k"));
        TaskHandle<String> hers = tasks.submit(ECHO, "a", by("bea").key("k"));
        outcomeOf(handle);
        outcomeOf(hers);

        assertThat(handle.handOver(BEA, OLGA)).isEqualTo(Reply.KEY_TAKEN);

        assertThat(handle.snapshot().owner()).isEqualTo(ANA);
        hers.delete();
        assertThat(handle.handOver(BEA, OLGA)).isEqualTo(Reply.ACCEPTED);
    }

    @Test
    void handsNoTaskOverToAnotherTenant() throws Exception {
        openGate();
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
        outcomeOf(handle);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> handle.handOver(new Owner("bea", "elsewhere"), OLGA))
                .satisfies(e -> assertThat(e.field()).isEqualTo("owner"))
                .withMessageContaining("be of the same tenant as the task");
    }

    @Test
    void showsEveryEngineWhoseATaskIs() throws Exception {
        openGate();
        SharedTasks shared = new SharedTasks(time);
        TaskEngine tasks = use(builder().registry(shared.registry()).register(ECHO, this::waitAtGate));
        try (TaskEngine another = builder()
                .registry(shared.registry())
                .register(ECHO, this::waitAtGate)
                .build()) {
            TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));
            awaitState(handle, TaskState.SUCCEEDED); // in whichever of them

            assertThat(another.find(handle.id(), ANA).orElseThrow().handOver(BEA, OLGA))
                    .isEqualTo(Reply.ACCEPTED);

            assertThat(handle.snapshot().owner()).isEqualTo(BEA);
            assertThat(tasks.find(handle.id(), ANA)).isEmpty();
            assertThat(tasks.find(handle.id(), BEA)).isPresent();
        }
    }

    private Artifact export(String input, TaskContext context) throws Exception {
        Artifact file = context.writeArtifact("a.csv", "text/csv", out -> out.write(1));
        waitAtGate(input, context);
        return file;
    }
}
