package dev.errand.testkit;

import static dev.errand.testkit.Tasks.NOON;
import static dev.errand.testkit.Tasks.id;
import static dev.errand.testkit.Tasks.queued;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.RetryScope;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.TimelineEntry;
import dev.errand.progress.Progress;
import dev.errand.registry.Amendment;
import dev.errand.registry.Checkpoint;
import dev.errand.registry.Instead;
import dev.errand.registry.Lease;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.TaskSummary;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** What every registry keeps to when people change something of a task that has ended. A part of its contract. */
@SuppressWarnings("CheckReturnValue") // a test may do something only for what it does
abstract class TaskAmendmentsContract {

    private static final Owner ANA = Owner.of("ana");
    private static final Owner BEA = Owner.of("bea");
    private static final Owner CYD = Owner.of("cyd");
    private static final Instant LATER = NOON.plus(Duration.ofMinutes(30));
    private static final Transition.Cause OLGA = new Transition.Cause(LATER, "olga", "wrong month");
    private static final Artifact FILE = new Artifact(UUID.randomUUID(), "a.csv", "text/csv", 3, "00", NOON);
    private static final Artifact OTHER = new Artifact(UUID.randomUUID(), "b.csv", "text/csv", 3, "00", NOON);
    private static final Artifact KEPT = FILE.expiringAt(Instant.parse("2026-12-07T23:59:59Z"));
    private static final Outcome<String> FAILED =
            new Outcome.Failed<>(new Failure("0000", "It failed.", "x", Optional.empty()), Optional.<String>empty());
    private static final Amendment TO_BEA = new Amendment.HandedOver(BEA, OLGA);

    private final Lease lease = new Lease(UUID.randomUUID());

    /** That of the test, which remembers three ended tasks for an hour. */
    abstract TaskRegistry registry();

    @Test
    void describesAFileThatIsKeptWhereverItIsDescribed() {
        add(1, Optional.empty());
        start(1);
        report(1, new RunReport.Attached(FILE));
        report(1, new RunReport.Saved("page 1", Progress.NOT_STARTED));
        report(1, new RunReport.Attached(OTHER));
        end(1, NOON);

        TaskSnapshot after = amend(1, new Amendment.Kept(FILE, KEPT, OLGA)).orElseThrow();

        TaskEntry known = registry().find(id(1)).orElseThrow();
        assertThat(known.snapshot()).isEqualTo(after);
        assertThat(after.artifacts()).containsExactly(KEPT, OTHER);
        assertThat(known.startingPoint().artifacts()).containsExactly(KEPT);
        assertThat(known.startingPoint().checkpoint().map(Checkpoint::artifacts))
                .contains(List.of(KEPT));
        assertThat(after.version()).isEqualTo(7);
        assertThat(after.status().timeline().getLast())
                .isEqualTo(new TimelineEntry(LATER, TaskState.FAILED, 1, "olga", "Kept until 2026-12-07: wrong month"));
        assertThat(after.status().endedAt()).contains(NOON);
    }

    @Test
    void tellsOnceOfAFileThatIsKeptAgainUntilTheSameDay() {
        addEnded(1, Optional.empty());
        Artifact first = KEPT.expiringAt(KEPT.expiresAt().minusSeconds(3_600));
        amend(1, new Amendment.Kept(FILE, first, OLGA));
        amend(1, TO_BEA);
        TaskSnapshot before = snapshot(1);

        TaskSnapshot after = amend(1, new Amendment.Kept(first, KEPT, causeAt(LATER.plusSeconds(9))))
                .orElseThrow();

        assertThat(snapshot(1)).isEqualTo(after);
        assertThat(after.artifacts()).containsExactly(KEPT);
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.status()).isEqualTo(before.status());
        amend(1, new Amendment.Kept(KEPT, KEPT.expiringAt(KEPT.expiresAt().plusSeconds(1)), OLGA));
        assertThat(snapshot(1).status().timeline())
                .as("until another day")
                .hasSize(before.status().timeline().size() + 1);
    }

    @Test
    void tellsOfAFileThatIsKeptForTheFirstTimeUntilTheDayItHadAnyway() {
        addEnded(1, Optional.empty());
        amend(1, TO_BEA);

        amend(1, new Amendment.Kept(FILE, FILE.expiringAt(NOON.plusSeconds(1)), OLGA));

        assertThat(snapshot(1).status().timeline().getLast().note()).startsWith("Kept until");
    }

    @Test
    void leavesWhatWasSeenSeenWhenAFileIsKept() {
        addEnded(1, Optional.empty());
        registry().markSeen(id(1), ANA);

        assertThat(keep(1)).isPresent();

        assertThat(snapshot(1).status().seen()).isTrue();
    }

    @Test
    void keepsOnlyFilesThatATaskHasAndDescribesSo() {
        add(1, Optional.empty());
        start(1);
        report(1, new RunReport.Attached(FILE));
        assertThat(keep(1)).as("it has not ended").isEmpty();
        end(1, NOON);

        assertThat(amend(1, new Amendment.Kept(OTHER, OTHER.expiringAt(LATER), OLGA)))
                .as("it has no such file")
                .isEmpty();
        assertThat(amend(1, new Amendment.Kept(KEPT, KEPT, OLGA)))
                .as("somebody else was quicker")
                .isEmpty();
        assertThat(keep(2)).as("there is no such task").isEmpty();
        assertThat(snapshot(1).version()).isEqualTo(4);
    }

    @Test
    void givesATaskToSomebodyElseAsNews() {
        addEnded(1, Optional.of("k"));
        registry().markSeen(id(1), ANA);

        TaskSnapshot after = amend(1, TO_BEA).orElseThrow();

        assertThat(snapshot(1)).isEqualTo(after);
        assertThat(after.owner()).isEqualTo(BEA);
        assertThat(after.version()).isEqualTo(6);
        assertThat(after.status().seen()).isFalse();
        assertThat(after.status().endedAt()).contains(NOON);
        assertThat(after.status().timeline().getLast())
                .isEqualTo(new TimelineEntry(
                        LATER, TaskState.FAILED, 1, "olga", "Handed over from ana to bea: wrong month"));
        assertThat(listOf(ANA)).isEmpty();
        assertThat(listOf(BEA)).containsExactly(id(1));
        assertThat(registry().summary(ANA)).isEqualTo(TaskSummary.EMPTY);
        assertThat(registry().summary(BEA)).isEqualTo(new TaskSummary(0, 1, 1));
        assertThat(registry().find("export", ANA, "k")).isEmpty();
        assertThat(registry().find("export", BEA, "k").map(TaskEntry::snapshot)).contains(after);
        assertThat(registry().markSeen(id(1), ANA))
                .as("it is not hers any more")
                .isFalse();
        assertThat(registry().markSeen(id(1), BEA)).isTrue();
    }

    @Test
    void givesATaskOnlyIfItHasEndedAndToSomebodyElseOfItsTenant() {
        add(1, Optional.empty());
        assertThat(amend(1, TO_BEA)).as("it has not ended").isEmpty();
        start(1);
        end(1, NOON);

        assertThat(amend(1, new Amendment.HandedOver(ANA, OLGA)))
                .as("it is hers")
                .isEmpty();
        assertThat(amend(1, new Amendment.HandedOver(new Owner("bea", "elsewhere"), OLGA)))
                .as("of another tenant")
                .isEmpty();
        assertThat(amend(2, TO_BEA)).as("there is no such task").isEmpty();
        assertThat(snapshot(1).version()).isEqualTo(3);
        assertThat(listOf(ANA)).containsExactly(id(1));
        assertThat(listOf(BEA)).isEmpty();
    }

    @Test
    void givesNobodyTwoTasksOfOneKey() {
        addEnded(1, Optional.of("k"));
        registry().add(queued(2, "bea", Optional.of("k")), Instead.NOTHING);

        assertThat(amend(1, TO_BEA)).isEmpty();

        assertThat(snapshot(1).version()).isEqualTo(4);
        assertThat(listOf(ANA)).containsExactly(id(1));
        assertThat(listOf(BEA)).containsExactly(id(2));
        assertThat(registry().find("export", BEA, "k").map(TaskEntry::snapshot)).contains(snapshot(2));
        assertThat(registry().find("export", ANA, "k").map(TaskEntry::snapshot)).contains(snapshot(1));
        assertThat(amend(1, new Amendment.HandedOver(CYD, OLGA))).isPresent();
    }

    @Test
    void letsTheFormerOwnerUseTheKeyAgain() {
        addEnded(1, Optional.of("k"));
        assertThat(amend(1, TO_BEA)).isPresent();
        TaskEntry another = queued(2, "ana", Optional.of("k"));

        assertThat(registry().add(another, Instead.NOTHING)).isEqualTo(another);

        assertThat(amend(1, new Amendment.HandedOver(ANA, OLGA))).as("taken").isEmpty();
        assertThat(registry().add(queued(3, "bea", Optional.of("k")), Instead.NOTHING))
                .extracting(entry -> entry.snapshot().id())
                .isEqualTo(id(1));
    }

    @Test
    void takesATaskBackAndForth() {
        addEnded(1, Optional.of("k"));
        for (int i = 0; i < 3; i++) {
            assertThat(amend(1, TO_BEA)).isPresent();
            assertThat(amend(1, new Amendment.HandedOver(ANA, OLGA))).isPresent();
        }

        assertThat(listOf(ANA)).containsExactly(id(1));
        assertThat(listOf(BEA)).isEmpty();
        assertThat(registry().find("export", ANA, "k").map(TaskEntry::snapshot)).contains(snapshot(1));
        assertThat(registry().find("export", BEA, "k")).isEmpty();
    }

    @Test
    void forgetsATaskByTheTimeOfItsEndAndTellsItsLatestOwner() {
        add(1, Optional.empty());
        start(1);
        end(1, NOON);
        registry().markSeen(id(1), ANA);
        amend(1, TO_BEA);

        registry().sweep(NOON.plus(Duration.ofMinutes(59)));
        assertThat(registry().find(id(1))).isPresent();
        registry().sweep(NOON.plus(Duration.ofHours(1)));

        assertThat(registry().find(id(1))).isEmpty();
        assertThat(listOf(BEA)).isEmpty();
        assertThat(registry().forgottenAt(id(1), BEA)).contains(NOON.plus(Duration.ofHours(1)));
        assertThat(registry().forgottenAt(id(1), ANA)).isEmpty();
    }

    /** What nobody finds any more is kept for nobody. */
    @Test
    void remembersATaskForAsLongAsAFileOfItsIsKept() {
        addEnded(1, Optional.empty());
        addEnded(2, Optional.empty());
        keep(1);

        registry().sweep(KEPT.expiresAt().minusSeconds(1));
        assertThat(listOf(ANA)).containsExactly(id(1));
        registry().sweep(KEPT.expiresAt());

        assertThat(listOf(ANA)).isEmpty();
        assertThat(registry().forgottenAt(id(1), ANA)).contains(KEPT.expiresAt());
    }

    @Test
    void forgetsThoseBeyondTheLimitInTheOrderOfTheirEnds() {
        for (int number = 1; number <= 4; number++) {
            add(number, Optional.empty());
            start(number);
            report(number, new RunReport.Attached(FILE));
            end(number, NOON.plusSeconds(number));
            keep(1);
        }
        registry().sweep(NOON.plusSeconds(5));

        assertThat(listOf(ANA)).containsExactly(id(4), id(3), id(2));
    }

    @Test
    void forgetsAtOnceWhatWasHandedOver() {
        addEnded(1, Optional.of("k"));
        amend(1, TO_BEA);

        assertThat(registry().forget(id(1), ANA, LATER))
                .as("it is not hers any more")
                .isEmpty();
        assertThat(registry()
                        .forget(id(1), BEA, LATER)
                        .map(entry -> entry.snapshot().owner()))
                .contains(BEA);

        assertThat(registry().find("export", BEA, "k")).isEmpty();
        assertThat(listOf(BEA)).isEmpty();
    }

    @Test
    void stillOwesANoticeForAnEndThatWasAmended() {
        add(1, Optional.empty());
        start(1);
        report(1, new RunReport.Attached(FILE));
        registry()
                .apply(
                        id(1),
                        Transition.end(lease, FAILED, Progress.NOT_STARTED, NOON)
                                .owing(new Transition.Owing(false, List.of("mail"))));
        OwedNotice owed = registry().owed(NOON, 10).getFirst();

        assertThat(keep(1)).isPresent();
        assertThat(amend(1, TO_BEA)).isPresent();

        assertThat(registry().owed(NOON, 10)).containsExactly(owed);
        assertThat(registry().settle(owed, Optional.empty())).isTrue();
        assertThat(registry().owed(NOON, 10)).isEmpty();
    }

    @Test
    void keepsTheBeginningAndTheEndInATimelineThatIsFull() {
        addEnded(1, Optional.empty());
        for (int i = 0; i < TaskStatus.LONGEST_TIMELINE + 20; i++) {
            amend(1, new Amendment.HandedOver(i % 2 == 0 ? BEA : ANA, causeAt(LATER.plusSeconds(i))));
        }

        TaskStatus status = snapshot(1).status();
        assertThat(status.timeline()).hasSize(TaskStatus.LONGEST_TIMELINE);
        assertThat(status.startedAt()).contains(NOON);
        assertThat(status.endedAt()).contains(NOON);
        assertThat(status.timeline().getLast().at()).isEqualTo(LATER.plusSeconds(TaskStatus.LONGEST_TIMELINE + 19));
        assertThat(status.timeline().get(2).at()).as("the oldest go").isEqualTo(LATER.plusSeconds(22));
    }

    private Optional<TaskSnapshot> again(Owner owner) {
        return registry().apply(id(1), Transition.retry(RetryScope.RESUME, owner, Command.by(owner.id()), LATER));
    }

    @Test
    void doesForTheNewOwnerWhatIsDoneAgain() {
        addEnded(1, Optional.of("k"));
        amend(1, TO_BEA);

        assertThat(again(ANA)).as("hers no more").isEmpty();
        assertThat(again(BEA)).isPresent();

        assertThat(snapshot(1).owner()).isEqualTo(BEA);
        assertThat(snapshot(1).status().endedAt()).isEmpty();
        assertThat(amend(1, new Amendment.HandedOver(ANA, OLGA))).as("not now").isEmpty();
        start(1);
        end(1, LATER.plusSeconds(1));
        assertThat(amend(1, new Amendment.HandedOver(ANA, OLGA))).isPresent();
        assertThat(snapshot(1).status().endedAt()).contains(LATER.plusSeconds(1));
        registry().sweep(NOON.plus(Duration.ofHours(1)));
        assertThat(listOf(ANA)).as("kept for an hour from its latest end").containsExactly(id(1));
    }

    @RepeatedTest(10)
    void givesATaskBeforeOrAfterOneOfItsKeyIsSubmitted() throws Exception {
        addEnded(1, Optional.of("k"));
        TaskEntry another = queued(2, "bea", Optional.of("k"));

        List<Object> answers = together(
                () -> amend(1, TO_BEA).isPresent(),
                () -> registry().add(another, Instead.NOTHING).snapshot().id());

        boolean handedOver = answers.getFirst().equals(true);
        assertThat(answers.getLast()).isEqualTo(handedOver ? id(1) : id(2));
        assertThat(registry()
                        .find("export", BEA, "k")
                        .map(entry -> entry.snapshot().id()))
                .contains(handedOver ? id(1) : id(2));
        assertThat(listOf(BEA)).containsExactly(handedOver ? id(1) : id(2));
    }

    @RepeatedTest(10)
    void belongsToOneOfTwoWhoGetItAtTheSameTime() throws Exception {
        addEnded(1, Optional.of("k"));

        together(() -> amend(1, TO_BEA), () -> amend(1, new Amendment.HandedOver(CYD, OLGA)));

        Owner owner = snapshot(1).owner();
        assertThat(owner).isIn(BEA, CYD);
        assertThat(snapshot(1).version()).as("one after the other").isEqualTo(6);
        for (Owner each : List.of(ANA, BEA, CYD)) {
            boolean isHers = each.equals(owner);
            assertThat(listOf(each)).isEqualTo(isHers ? List.of(id(1)) : List.of());
            assertThat(registry().find("export", each, "k").isPresent()).isEqualTo(isHers);
        }
    }

    @RepeatedTest(10)
    void isEitherForgottenOrHandedOver() throws Exception {
        addEnded(1, Optional.of("k"));

        List<Object> answers = together(() -> amend(1, TO_BEA), () -> registry().forget(id(1), ANA, LATER));

        boolean handedOver = ((Optional<?>) answers.getFirst()).isPresent();
        assertThat(((Optional<?>) answers.getLast()).isPresent()).isEqualTo(!handedOver);
        assertThat(listOf(ANA)).isEmpty();
        assertThat(registry().find("export", ANA, "k")).isEmpty();
        assertThat(registry().summary(ANA)).isEqualTo(TaskSummary.EMPTY);
        assertThat(listOf(BEA)).hasSize(handedOver ? 1 : 0);
        assertThat(registry().find("export", BEA, "k").isPresent()).isEqualTo(handedOver);
    }

    private static List<Object> together(Callable<Object> one, Callable<Object> other) throws Exception {
        CyclicBarrier start = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Object> first = threads.submit(() -> {
                start.await();
                return one.call();
            });
            Future<Object> second = threads.submit(() -> {
                start.await();
                return other.call();
            });
            return List.of(first.get(), second.get());
        }
    }

    private static Transition.Cause causeAt(Instant at) {
        return new Transition.Cause(at, "olga", "");
    }

    private Optional<TaskSnapshot> keep(long number) {
        return snapshotOf(number)
                .flatMap(task -> task.artifacts().stream().findFirst())
                .flatMap(file -> amend(number, new Amendment.Kept(file, KEPT, OLGA)));
    }

    private Optional<TaskSnapshot> amend(long number, Amendment amendment) {
        return registry().amend(id(number), amendment);
    }

    private void add(long number, Optional<String> key) {
        registry().add(queued(number, "ana", key), Instead.NOTHING);
    }

    /** A task that has failed, with a file. */
    private void addEnded(long number, Optional<String> key) {
        add(number, key);
        start(number);
        report(number, new RunReport.Attached(FILE));
        end(number, NOON);
    }

    private void start(long number) {
        assertThat(registry().apply(id(number), Transition.start(lease, NOON))).isPresent();
    }

    private void end(long number, Instant at) {
        assertThat(registry().apply(id(number), Transition.end(lease, FAILED, Progress.NOT_STARTED, at)))
                .isPresent();
    }

    @CanIgnoreReturnValue
    private TaskSnapshot report(long number, RunReport report) {
        return registry().report(id(number), lease, report).orElseThrow();
    }

    private Optional<TaskSnapshot> snapshotOf(long number) {
        return registry().find(id(number)).map(TaskEntry::snapshot);
    }

    private TaskSnapshot snapshot(long number) {
        return snapshotOf(number).orElseThrow();
    }

    private List<TaskId> listOf(Owner owner) {
        return registry().list(TaskQuery.newest(10).ownedBy(owner)).stream()
                .map(TaskSnapshot::id)
                .toList();
    }
}
