package dev.errand.testkit;

import static dev.errand.TaskState.CANCELLING;
import static dev.errand.TaskState.INTERRUPTED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.testkit.Tasks.NOON;
import static dev.errand.testkit.Tasks.id;
import static dev.errand.testkit.Tasks.queued;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.Demand;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Permits;
import dev.errand.Priority;
import dev.errand.Submission;
import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.TaskType;
import dev.errand.TraceParent;
import dev.errand.progress.Confidence;
import dev.errand.progress.FailedItem;
import dev.errand.progress.Pace;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.Remarks;
import dev.errand.progress.TimeLeft;
import dev.errand.progress.Units;
import dev.errand.registry.Admission;
import dev.errand.registry.Candidate;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Encoded;
import dev.errand.registry.Holding;
import dev.errand.registry.Instead;
import dev.errand.registry.Lease;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;
import dev.errand.registry.NodeStatus;
import dev.errand.registry.RecurrencePoint;
import dev.errand.registry.Retention;
import dev.errand.registry.RunReport;
import dev.errand.registry.StartingPoint;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every registry keeps to that outlives the process and is shared by several: all of {@link TaskRegistryContract}, and
 * besides, that another one on the same tasks sees the same, nodes that are alive and nodes that are gone, who may start next,
 * and what is due.
 *
 * <p>Extend it to test a registry of your own. Leases last for a second here, and tests wait for them as short as they can.
 */
@Timeout(30)
@SuppressWarnings("CheckReturnValue") // a test may do something only for what it does
public abstract class DurableTaskRegistryContract extends TaskRegistryContract {

    private static final TaskType<String, String> EXPORT = TaskType.named("export", String.class, String.class);
    private static final Liveness SHORT = new Liveness(ofSeconds(1), ofMillis(100));
    private static final Command OLGA = Command.by("olga");
    private final List<DurableTaskRegistry> opened = new ArrayList<>();
    private final Lease lease = new Lease(UUID.randomUUID());

    /** For subclasses. */
    protected DurableTaskRegistryContract() {}

    /**
     * Makes a registry on the tasks of this test: each call one more, of which each is to be the view of another process.
     *
     * @param retention how many ended tasks it remembers, and for how long
     * @return a registry that is not open yet; there is no task before the first call of a test
     */
    protected abstract DurableTaskRegistry unopened(Retention retention);

    /**
     * Lets time pass by the clock of the registries.
     *
     * @param duration how much
     * @throws InterruptedException if the waiting thread is interrupted
     */
    protected abstract void pass(Duration duration) throws InterruptedException;

    @Override
    protected final TaskRegistry registry(Retention retention) {
        return open("first", retention);
    }

    @AfterEach
    void closesAll() {
        opened.forEach(DurableTaskRegistry::close);
    }

    private DurableTaskRegistry first() {
        return opened.getFirst();
    }

    private DurableTaskRegistry another() {
        return open("another", new Retention(3, ofHours(1)));
    }

    private DurableTaskRegistry open(String name, Retention retention) {
        DurableTaskRegistry registry = unopened(retention);
        Node node = new Node(UUID.randomUUID(), name, Tasks.NOON, 5, Set.of("export"));
        registry.open(node, SHORT, Map.of("export", EXPORT), TaskLedgersContract.NOBODY);
        opened.add(registry);
        registry.beat();
        return registry;
    }

    @Test
    void showsAnotherProcessTheSame() {
        TaskEntry task = everythingAboutATask();
        first().add(task, Instead.NOTHING);
        DurableTaskRegistry other = another();

        assertThat(other.find(id(1))).contains(task);
        start(first(), 1);
        Progress progress = richProgress();
        Artifact file = new Artifact(
                UUID.randomUUID(),
                "škody.xlsx",
                "text/csv",
                12,
                "ab".repeat(32),
                Instant.parse("2026-12-01T00:00:00.123456Z"));
        first().report(id(1), lease, new RunReport.Attached(file));
        first().report(id(1), lease, new RunReport.Saved("row 5", progress));
        TaskEntry here = first().find(id(1)).orElseThrow();
        TaskEntry there = other.find(id(1)).orElseThrow();

        assertThat(there.snapshot()).isEqualTo(here.snapshot());
        assertThat(there.snapshot().progress()).isEqualTo(progress);
        assertThat(there.snapshot().artifacts()).containsExactly(file);
        StartingPoint from = there.startingPoint();
        assertThat(from.checkpoint().orElseThrow().progress()).isEqualTo(progress);
        assertThat(from.checkpoint().orElseThrow().artifacts()).containsExactly(file);
        assertThat(Encoded.decoded(from.checkpoint().orElseThrow().cursor(), String.class))
                .isEqualTo("row 5");

        Instant now = first().now();
        first().apply(id(1), Transition.retryLater(lease, progress, aFailure(), Duration.ofSeconds(40), now));
        assertThat(other.find(id(1)).orElseThrow().snapshot().status().dueAt())
                .contains(now.plusSeconds(40).truncatedTo(ChronoUnit.MICROS));
    }

    @Test
    void keepsEveryKindOfEnd() {
        Failure failure = new Failure("REF", "It \"failed\" – сломалось.", "x\ny", Optional.empty());
        List<Outcome<String>> ends = List.of(
                new Outcome.Partial<>("most", 2),
                new Outcome.Failed<>(failure, Optional.empty()),
                new Outcome.Failed<>(failure, Optional.of("half")));
        for (int number = 1; number <= ends.size(); number++) {
            first().add(queued(number), Instead.NOTHING);
            start(first(), number);
            first().apply(id(number), Transition.end(lease, ends.get(number - 1), Progress.NOT_STARTED, Tasks.NOON));
        }
        DurableTaskRegistry other = another();

        for (int number = 1; number <= ends.size(); number++) {
            assertThat(snapshot(other, number).outcome().orElseThrow()).isEqualTo(ends.get(number - 1));
        }
    }

    @Test
    void letsTheLastWriterWinAndTheStaleOneLose() {
        first().add(queued(1), Instead.NOTHING);
        DurableTaskRegistry other = another();
        start(first(), 1);

        assertThat(other.apply(id(1), Transition.requestCancel(OLGA, Tasks.NOON)))
                .isPresent();
        assertThat(first().report(id(1), lease, new RunReport.Advanced(richProgress())))
                .hasValueSatisfying(task -> assertThat(task.state()).isEqualTo(CANCELLING));
        assertThat(first().apply(
                                id(1),
                                Transition.retryLater(
                                        lease, Progress.NOT_STARTED, aFailure(), ofSeconds(1), Tasks.NOON)))
                .as("it was asked to stop")
                .isEmpty();
    }

    @Test
    void knowsWhatItsNodeRuns() {
        first().add(queued(1), Instead.NOTHING);
        first().add(queued(2), Instead.NOTHING);
        DurableTaskRegistry other = another();
        start(first(), 1);

        assertThat(first().held()).containsExactly(new Holding(id(1), lease, RUNNING));
        assertThat(other.held()).isEmpty();
        other.apply(id(1), Transition.requestCancel(OLGA, Tasks.NOON));
        assertThat(first().held()).containsExactly(new Holding(id(1), lease, CANCELLING));
        first().apply(
                        id(1),
                        Transition.end(
                                lease,
                                new Outcome.Cancelled<>("so", Optional.empty()),
                                Progress.NOT_STARTED,
                                Tasks.NOON));
        assertThat(first().held()).isEmpty();
    }

    @Test
    void findsWhatBelongedToANodeThatIsGone() throws InterruptedException {
        first().add(queued(1), Instead.NOTHING);
        DurableTaskRegistry other = another();
        start(first(), 1);
        assertThat(other.lapsed(10)).as("while it is alive").isEmpty();

        pass(ofMillis(1_200));
        other.beat();

        assertThat(other.lapsed(10)).containsExactly(new Holding(id(1), lease, RUNNING));
        TaskSnapshot lost = other.apply(
                        id(1), Transition.lose(lease, Progress.NOT_STARTED, Optional.of(Duration.ZERO), other.now()))
                .orElseThrow();
        assertThat(lost.state()).isEqualTo(INTERRUPTED);
        assertThat(lost.status().losses()).isEqualTo(1);
        assertThat(other.lapsed(10)).isEmpty();
        assertThat(other.due(10)).containsExactly(id(1));
        assertThat(first().report(id(1), lease, new RunReport.Advanced(Progress.NOT_STARTED)))
                .as("what the former node has to say")
                .isEmpty();
        assertThat(first().held()).isEmpty();
    }

    @Test
    void believesANodeThatBeatsAgainInTime() throws InterruptedException {
        first().add(queued(1), Instead.NOTHING);
        DurableTaskRegistry other = another();
        start(first(), 1);
        pass(ofMillis(1_200));

        first().beat();

        assertThat(other.lapsed(10)).isEmpty();
        assertThat(first().held()).hasSize(1);
    }

    @Test
    void leavesBehindWhatANodeRanThatTookLeave() {
        first().add(queued(1), Instead.NOTHING);
        DurableTaskRegistry other = another();
        start(other, 1);

        other.close();

        assertThat(first().lapsed(10)).extracting(Holding::task).containsExactly(id(1));
    }

    @Test
    void wakesWhatIsDueAndNothingElse() {
        Instant now = first().now();
        first().add(scheduled(1, now.minusSeconds(1)), Instead.NOTHING);
        first().add(scheduled(2, now.plusSeconds(600)), Instead.NOTHING);
        first().add(queued(3), Instead.NOTHING);
        start(first(), 3);
        first().apply(
                        id(3),
                        Transition.retryLater(
                                lease, Progress.NOT_STARTED, aFailure(), Duration.ZERO, now.minusSeconds(2)));
        first().add(queued(4), Instead.NOTHING);
        start(first(), 4);
        first().apply(id(4), Transition.interrupt(lease, Progress.NOT_STARTED, Optional.empty(), now));

        assertThat(first().due(10)).as("the longest due first").containsExactly(id(3), id(1));
        assertThat(first().due(1)).containsExactly(id(3));
        assertThat(first().apply(id(1), Transition.wake(now))).isPresent();
        assertThat(first().due(10)).containsExactly(id(3));
    }

    @Test
    void offersWhatMayStartInItsOrder() {
        first().add(queued(1), Instead.NOTHING);
        first().add(queued(2), Instead.NOTHING);
        first().add(queued(3, "bea", Optional.empty()), Instead.NOTHING);
        first().add(withPriority(4, Priority.HIGH), Instead.NOTHING);
        first().add(withPriority(5, Priority.LOW), Instead.NOTHING);

        assertThat(startable(anything(), 10))
                .as("priority, then turns between owners, then age")
                .containsExactly(4, 3, 1, 2, 5);
        assertThat(startable(anything(), 2)).containsExactly(4, 3);
        start(first(), 4);
        assertThat(startable(anything(), 10)).doesNotContain(4);
    }

    @Test
    void takesATurnForWhatQueuesOnly() {
        Instant tomorrow = first().now().plus(Duration.ofDays(1));
        for (int number = 1; number <= 5; number++) {
            first().add(queued(number, "ana", Optional.of("the same")), Instead.NOTHING);
            first().add(scheduled(20 + number, tomorrow), Instead.NOTHING);
        }
        for (int number = 10; number <= 12; number++) {
            first().add(queued(number, "bea", Optional.empty()), Instead.NOTHING);
        }
        first().add(queued(13, "ana", Optional.empty()), Instead.NOTHING);

        assertThat(startable(anything(), 10)).containsExactly(1, 10, 11, 13, 12);
        assertThat(first().positionOf(id(13))).hasValue(4);
    }

    @Test
    void letsAnOwnerWaitWhoHasMoreRunning() {
        first().add(queued(1), Instead.NOTHING);
        first().add(queued(2), Instead.NOTHING);
        first().add(queued(3, "bea", Optional.empty()), Instead.NOTHING);
        start(first(), 1);

        assertThat(startable(anything(), 10)).containsExactly(3, 2);
    }

    @Test
    void offersNothingBeyondTheLimits() {
        for (int number = 1; number <= 6; number++) {
            first().add(queued(number, number % 2 == 0 ? "bea" : "ana", Optional.empty()), Instead.NOTHING);
        }
        start(first(), 1);
        Demand two = new Demand(2, Set.of(), false);
        Demand shared = new Demand(10, Set.of("db"), false);
        Permits db = Permits.UNLIMITED.resource("db", 3);
        Candidate taken = new Candidate(id(2), "export", Owner.of("bea"), Priority.NORMAL);

        assertThat(startable(new Admission(Map.of("export", two), Permits.UNLIMITED, Set.of()), 10))
                .as("two of the type, one of which runs")
                .containsExactly(2);
        assertThat(startable(
                        new Admission(Map.of("export", Demand.DEFAULT), Permits.UNLIMITED.perOwner(2), Set.of()), 10))
                .as("two of each owner")
                .containsExactly(2, 3, 4);
        assertThat(startable(new Admission(Map.of("export", shared), db, Set.of()), 10))
                .as("three that use the resource")
                .hasSize(2);
        assertThat(startable(new Admission(Map.of("export", two), Permits.UNLIMITED, Set.of(taken)), 10))
                .as("what is about to start counts")
                .isEmpty();
        assertThat(startable(new Admission(Map.of("import", two), Permits.UNLIMITED, Set.of()), 10))
                .as("another type")
                .isEmpty();
    }

    @Test
    void countsWhatWaits() {
        first().add(queued(1), Instead.NOTHING);
        first().add(queued(2, "bea", Optional.empty()), Instead.NOTHING);
        first().add(scheduled(3, first().now().plusSeconds(600)), Instead.NOTHING);
        first().add(queued(4), Instead.NOTHING);
        start(first(), 4);
        first().apply(id(4), Transition.interrupt(lease, Progress.NOT_STARTED, Optional.empty(), Tasks.NOON));
        first().apply(id(4), Transition.resume(OLGA, Tasks.NOON));

        assertThat(first().waitingOf(Owner.of("ana")))
                .as("not what has begun before")
                .isEqualTo(2);
        assertThat(another().waiting()).isEqualTo(3);
        assertThat(first().positionOf(id(1))).hasValue(1);
        assertThat(first().positionOf(id(3))).as("it is not queued").isEmpty();
        assertThat(first().positionOf(id(9))).isEmpty();
    }

    @Test
    void knowsThePlaceInTheQueue() {
        first().add(queued(1), Instead.NOTHING);
        first().add(queued(2), Instead.NOTHING);
        first().add(withPriority(4, Priority.HIGH), Instead.NOTHING);
        first().add(withPriority(5, Priority.LOW), Instead.NOTHING);
        first().add(queued(3, "bea", Optional.empty()), Instead.NOTHING);

        assertThat(Stream.of(4, 1, 3, 2, 5).map(number -> first().positionOf(id(number))))
                .as("by priority, then in turns between owners, then by age")
                .containsExactly(
                        OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(3), OptionalInt.of(4), OptionalInt.of(5));
    }

    @Test
    void acceptsManyAtOnce() {
        first().addAll(IntStream.rangeClosed(1, 250).mapToObj(Tasks::queued).toList());

        assertThat(another().list(TaskQuery.newest(1_000))).hasSize(250);
        assertThat(first().waiting()).isEqualTo(250);
    }

    @Test
    void tellsWhichTasksHaveChanged() {
        first().add(queued(1), Instead.NOTHING);
        first().add(queued(2), Instead.NOTHING);
        DurableTaskRegistry other = another();
        start(first(), 1);

        assertThat(other.newerThan(Map.of(id(1), 1L, id(2), 1L, id(3), 1L))).containsExactly(snapshot(first(), 1));
        assertThat(other.newerThan(Map.of())).isEmpty();
    }

    @Test
    void listsItsNodes() {
        DurableTaskRegistry other = another();
        first().add(queued(1), Instead.NOTHING);
        start(first(), 1);

        List<NodeStatus> nodes = first().nodes();
        assertThat(nodes).extracting(node -> node.node().name()).containsExactlyInAnyOrder("first", "another");
        NodeStatus running =
                nodes.stream().filter(node -> node.running() == 1).findFirst().orElseThrow();
        assertThat(running.node().name()).isEqualTo("first");
        assertThat(running.node().types()).containsExactly("export");
        assertThat(running.node().capacity()).isEqualTo(5);
        assertThat(running.alive()).isTrue();
        assertThat(other.runningOn(running.node().id())).containsExactly(snapshot(first(), 1));
        assertThat(first().beat()).as("may start more").isTrue();
        assertThat(other.drain(running.node().id(), true)).isTrue();
        assertThat(first().beat()).isFalse();
        assertThat(other.drain(running.node().id(), false)).isTrue();
        assertThat(first().beat()).isTrue();
        assertThat(other.drain(UUID.randomUUID(), true)).isFalse();
    }

    @Test
    void movesARecurrenceOnOnce() {
        Instant noon = Tasks.NOON;
        RecurrencePoint start = first().recurrence("nightly", noon);
        DurableTaskRegistry other = another();

        assertThat(start).isEqualTo(new RecurrencePoint(noon, Optional.empty()));
        assertThat(other.recurrence("nightly", noon.plusSeconds(60))).isEqualTo(start);
        RecurrencePoint next = new RecurrencePoint(noon.plusSeconds(10), Optional.of(id(1)));
        assertThat(first().advance("nightly", start, next)).isTrue();
        assertThat(other.advance("nightly", start, new RecurrencePoint(noon.plusSeconds(11), Optional.of(id(2)))))
                .isFalse();
        assertThat(other.recurrence("nightly", noon)).isEqualTo(next);
    }

    private static Admission anything() {
        return new Admission(Map.of("export", Demand.DEFAULT), Permits.UNLIMITED, Set.of());
    }

    private List<Integer> startable(Admission admission, int atMost) {
        return first().startable(admission, atMost).stream()
                .map(Candidate::task)
                .map(task -> (int) task.value().getLeastSignificantBits())
                .toList();
    }

    @CanIgnoreReturnValue
    private TaskSnapshot start(DurableTaskRegistry by, long number) {
        return by.apply(id(number), Transition.start(lease, Tasks.NOON)).orElseThrow();
    }

    private static TaskSnapshot snapshot(DurableTaskRegistry registry, long number) {
        return registry.find(id(number)).orElseThrow().snapshot();
    }

    private static Failure aFailure() {
        return new Failure("0000", "It failed.", "x", Optional.empty());
    }

    private static TaskEntry scheduled(long number, Instant startsAt) {
        TaskSnapshot task = queued(number).snapshot();
        Submission submission = task.submission();
        return new TaskEntry(
                new TaskSnapshot(
                        task.id(),
                        1,
                        new Submission(
                                submission.type(),
                                submission.owner(),
                                submission.title(),
                                submission.terms(),
                                submission.submittedAt(),
                                startsAt),
                        TaskStatus.scheduled(),
                        Progress.NOT_STARTED,
                        List.of()),
                "input " + number);
    }

    private static TaskEntry withPriority(long number, Priority priority) {
        return withTerms(number, new Submission.Terms(Optional.empty(), priority, Optional.empty()), Owner.of("ana"));
    }

    private static TaskEntry everythingAboutATask() {
        return withTerms(
                1,
                new Submission.Terms(
                        Optional.of("ключ"),
                        Priority.HIGH,
                        Optional.of(id(77)),
                        TraceParent.parse("00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01")),
                new Owner("ana 'quoted' \\", "tenant \u00e9"));
    }

    private static TaskEntry withTerms(long number, Submission.Terms terms, Owner owner) {
        TaskSnapshot task = queued(number).snapshot();
        return new TaskEntry(
                new TaskSnapshot(
                        task.id(),
                        1,
                        new Submission("export", owner, "Título “x” 😀", terms, Tasks.NOON, Tasks.NOON),
                        TaskStatus.queued(),
                        Progress.NOT_STARTED,
                        List.of()),
                "input " + number);
    }

    private static Progress richProgress() {
        return new Progress(
                new Units(5, 2, 1, OptionalLong.of(100)),
                OptionalInt.of(4),
                new Phase("Writing", 1, 3, 0, 0.5),
                new Remarks("row 5 \"quoted\"", "5 řádků"),
                new Pace(
                        OptionalDouble.of(12.5),
                        Optional.of(new TimeLeft(ofSeconds(8), ofMillis(7_500), ofSeconds(9), Confidence.GOOD)),
                        Optional.empty(),
                        true),
                List.of(
                        new FailedItem("a@example.org", "no such person", 1, NOON),
                        new FailedItem("b", "", 2, NOON.plusNanos(123_456_789))));
    }
}
