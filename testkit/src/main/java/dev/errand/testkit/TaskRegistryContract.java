package dev.errand.testkit;

import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.CANCELLING;
import static dev.errand.TaskState.PAUSED;
import static dev.errand.TaskState.PAUSING;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.SUCCEEDED;
import static dev.errand.TaskState.WAITING_RETRY;
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
import dev.errand.TimelineEntry;
import dev.errand.progress.FailedItem;
import dev.errand.progress.Pace;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.Units;
import dev.errand.registry.Checkpoint;
import dev.errand.registry.Encoded;
import dev.errand.registry.Instead;
import dev.errand.registry.Lease;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.PausedType;
import dev.errand.registry.Retention;
import dev.errand.registry.RunReport;
import dev.errand.registry.StartingPoint;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.TaskSummary;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every registry keeps to: keys, versions, leases, the table of transitions, amendments, pages, forgetting, races.
 *
 * <p>Extend it to test a registry of your own:
 *
 * {@snippet :
 * class MemoryTaskRegistryTest extends TaskRegistryContract {
 *
 *     @Override
 *     protected TaskRegistry registry(Retention retention) {
 *         return new MemoryTaskRegistry(retention);
 *     }
 * }
 * }
 */
@Timeout(10)
@SuppressWarnings("CheckReturnValue") // a test may do something only for what it does
public abstract class TaskRegistryContract extends TaskAmendmentsContract {

    private static final Outcome<String> DONE = new Outcome.Succeeded<>("done");
    private static final Progress HALF = progress(5, List.of());
    private static final Command ANA = Command.by("ana").because("lunch");
    private static final Failure FAILURE = new Failure("0000", "It failed.", "x", Optional.empty());
    private static final Transition.Owing TOLD = new Transition.Owing(true, List.of("mail", "webhook"));
    private static final Duration DELAY = Duration.ofSeconds(1);
    private static final Artifact FILE = new Artifact(UUID.randomUUID(), "a.csv", "text/csv", 3, "00", NOON);
    private static final Artifact OTHER_FILE = new Artifact(UUID.randomUUID(), "b.csv", "text/csv", 3, "00", NOON);

    private final Lease lease = new Lease(UUID.randomUUID());
    private final Lease stale = new Lease(UUID.randomUUID());
    private TaskRegistry registry;

    /** For subclasses. */
    protected TaskRegistryContract() {}

    /**
     * Makes the registry of one test. Called once for each, before the subclass's own preparations.
     *
     * @param retention how many ended tasks it remembers, and for how long
     * @return a new registry without a task
     */
    protected abstract TaskRegistry registry(Retention retention);

    @Override
    TaskRegistry registry() {
        return registry;
    }

    @BeforeEach
    void makesOneForThree() {
        registry = registry(new Retention(3, Duration.ofHours(1)));
    }

    @Test
    void findsWhatItRemembers() {
        TaskEntry task = queued(1);

        assertThat(registry.add(task, Instead.NOTHING)).isEqualTo(task);
        assertThat(registry.find(id(1))).contains(task);
        assertThat(registry.find(id(2))).isEmpty();
    }

    @Test
    void remembersOneTaskUnderAKey() {
        TaskEntry first = queued(1, "ana", Optional.of("november"));
        TaskEntry second = queued(2, "ana", Optional.of("november"));
        TaskEntry ofAnother = queued(3, "bea", Optional.of("november"));

        assertThat(registry.add(first, Instead.NOTHING)).isEqualTo(first);
        assertThat(registry.add(second, Instead.NOTHING)).isEqualTo(first);
        assertThat(registry.add(ofAnother, Instead.NOTHING)).isEqualTo(ofAnother);
        assertThat(registry.find(id(2))).isEmpty();
    }

    @Test
    void findsATaskByItsKeyAsItIsNow() {
        registry.add(queued(1, "ana", Optional.of("november")), Instead.NOTHING);
        start(1);

        assertThat(registry.find("export", Owner.of("ana"), "november")
                        .orElseThrow()
                        .snapshot())
                .isEqualTo(snapshot(1));
        assertThat(registry.find("export", Owner.of("bea"), "november")).isEmpty();
        assertThat(registry.find("import", Owner.of("ana"), "november")).isEmpty();
        assertThat(registry.find("export", Owner.of("ana"), "december")).isEmpty();
    }

    @Test
    void freesAKeyWhenItsTaskIsForgotten() {
        registry.add(queued(1, "ana", Optional.of("november")), Instead.NOTHING);
        end(1);
        registry.sweep(NOON.plus(Duration.ofHours(2)));

        TaskEntry again = queued(2, "ana", Optional.of("november"));
        assertThat(registry.add(again, Instead.NOTHING)).isEqualTo(again);
    }

    @Test
    void raisesTheVersionWithEveryChange() {
        registry.add(queued(1), Instead.NOTHING);

        assertThat(start(1).version()).isEqualTo(2);
        assertThat(registry.report(id(1), lease, new RunReport.Advanced(HALF))
                        .orElseThrow()
                        .version())
                .isEqualTo(3);
        assertThat(registry.report(id(1), lease, new RunReport.Attached(FILE))
                        .orElseThrow()
                        .version())
                .isEqualTo(4);
        assertThat(registry.apply(id(1), Transition.end(lease, DONE, HALF, NOON))
                        .orElseThrow())
                .satisfies(task -> assertThat(task.version()).isEqualTo(5))
                .satisfies(task -> assertThat(task.state()).isEqualTo(SUCCEEDED))
                .satisfies(task -> assertThat(task.status().endedAt()).contains(NOON))
                .satisfies(task -> assertThat(task.outcome().orElseThrow()).isEqualTo(DONE))
                .satisfies(task -> assertThat(task.progress()).isEqualTo(HALF))
                .satisfies(task -> assertThat(task.artifacts()).containsExactly(FILE));
    }

    @Test
    void refusesWhatTheTableDoesNotHave() {
        registry.add(queued(1), Instead.NOTHING);

        assertThat(registry.apply(id(1), Transition.requestCancel(ANA, NOON))).isEmpty();
        assertThat(registry.apply(id(2), Transition.wake(NOON)))
                .as("unknown task")
                .isEmpty();
        assertThat(snapshot(1)).isEqualTo(queued(1).snapshot());
    }

    @Test
    void refusesEveryWriteOfAStaleLease() {
        registry.add(queued(1), Instead.NOTHING);
        start(1);

        assertThat(registry.report(id(1), stale, new RunReport.Advanced(HALF))).isEmpty();
        assertThat(registry.report(id(1), stale, new RunReport.Attached(FILE))).isEmpty();
        assertThat(registry.apply(id(1), Transition.end(stale, DONE, HALF, NOON)))
                .isEmpty();
        assertThat(registry.apply(id(1), Transition.retryLater(stale, HALF, FAILURE, DELAY, NOON)))
                .isEmpty();
        assertThat(registry.apply(id(1), Transition.interrupt(stale, HALF, Optional.empty(), NOON)))
                .isEmpty();
        assertThat(snapshot(1).state()).isEqualTo(RUNNING);
    }

    @Test
    void endsALeaseWithItsAttempt() {
        registry.add(queued(1), Instead.NOTHING);
        start(1);
        assertThat(registry.apply(id(1), Transition.retryLater(lease, HALF, FAILURE, DELAY, NOON)))
                .isPresent();

        assertThat(registry.report(id(1), lease, new RunReport.Advanced(HALF))).isEmpty();
        assertThat(snapshot(1).state()).isEqualTo(WAITING_RETRY);
        assertThat(snapshot(1).progress()).isEqualTo(HALF);
        assertThat(snapshot(1).status().dueAt()).contains(NOON.plus(DELAY));
        apply(1, Transition.wake(NOON.plus(DELAY)));
        assertThat(snapshot(1).status().dueAt()).isEmpty();
    }

    @Test
    void keepsTheLeaseWhileTheTaskIsCancelling() {
        registry.add(queued(1), Instead.NOTHING);
        start(1);
        assertThat(registry.apply(id(1), Transition.requestCancel(ANA, NOON))
                        .orElseThrow()
                        .state())
                .isEqualTo(CANCELLING);

        assertThat(registry.report(id(1), lease, new RunReport.Advanced(HALF))).isPresent();
        assertThat(registry.apply(id(1), Transition.retryLater(lease, HALF, FAILURE, DELAY, NOON)))
                .isEmpty();
        assertThat(registry.apply(
                        id(1), Transition.end(lease, new Outcome.Cancelled<>("by ana", Optional.empty()), HALF, NOON)))
                .hasValueSatisfying(task -> assertThat(task.state()).isEqualTo(CANCELLED));
    }

    @Test
    void startsAnAttemptAfresh() {
        registry.add(queued(1), Instead.NOTHING);
        start(1);
        assertThat(registry.report(id(1), lease, new RunReport.Attached(FILE))).isPresent();
        assertThat(registry.apply(id(1), Transition.retryLater(lease, HALF, FAILURE, DELAY, NOON)))
                .isPresent();
        assertThat(registry.apply(id(1), Transition.wake(NOON))).isPresent();

        TaskSnapshot second = registry.apply(id(1), Transition.start(stale, NOON.plusSeconds(1)))
                .orElseThrow();

        assertThat(second.status().attempt()).isEqualTo(2);
        assertThat(second.status().startedAt()).contains(NOON.plusSeconds(1));
        assertThat(second.progress()).isEqualTo(Progress.NOT_STARTED);
        assertThat(second.artifacts()).isEmpty();
        assertThat(registry.report(id(1), lease, new RunReport.Advanced(HALF)))
                .as("the first attempt's lease")
                .isEmpty();
    }

    @Test
    void listsTheNewestFirstAPageAtATime() {
        for (int number = 1; number <= 5; number++) {
            registry.add(queued(number, number % 2 == 0 ? "bea" : "ana", Optional.empty()), Instead.NOTHING);
        }
        TaskQuery two = TaskQuery.newest(2);

        assertThat(registry.list(two)).extracting(TaskSnapshot::id).containsExactly(id(5), id(4));
        assertThat(registry.list(two.before(id(4))))
                .extracting(TaskSnapshot::id)
                .containsExactly(id(3), id(2));
        assertThat(registry.list(two.ownedBy(Owner.of("bea"))))
                .extracting(TaskSnapshot::id)
                .containsExactly(id(4), id(2));
        assertThat(registry.list(two.ofType("import"))).isEmpty();
        start(2);
        assertThat(registry.list(two.in(RUNNING))).extracting(TaskSnapshot::id).containsExactly(id(2));
    }

    @Test
    void forgetsTheEndedFirstThatEndedFirst() {
        for (int number = 1; number <= 5; number++) {
            registry.add(queued(number), Instead.NOTHING);
        }
        endAt(5, 1);
        endAt(4, 2);
        endAt(3, 3);
        assertThat(known()).containsExactly(5, 4, 3, 2, 1);

        endAt(2, 4);
        registry.sweep(NOON);

        assertThat(known()).as("5 ended first; 1 has not ended").containsExactly(4, 3, 2, 1);
    }

    @Test
    void forgetsTheEndedThatAreTooOld() {
        registry.add(queued(1), Instead.NOTHING);
        registry.add(queued(2), Instead.NOTHING);
        registry.add(queued(3), Instead.NOTHING);
        end(1);
        assertThat(registry.apply(
                        id(2),
                        Transition.cancel(
                                new Outcome.Cancelled<>("by ana", Optional.empty()), "ana", NOON.plusSeconds(600))))
                .isPresent();

        assertThat(registry.sweep(NOON.plusSeconds(3_599))).isZero();
        assertThat(registry.sweep(NOON.plusSeconds(3_600))).isEqualTo(1);
        assertThat(known()).containsExactly(3, 2);
        assertThat(registry.sweep(NOON.plus(Duration.ofDays(365)))).isEqualTo(1);
        assertThat(known()).as("never one that has not ended").containsExactly(3);
    }

    @Test
    void doesNotForgetATaskThatWasQueuedAgain() {
        registry.add(queued(1), Instead.NOTHING);
        start(1);
        Progress oneFailed = progress(5, List.of(new FailedItem("a", "no", 1, NOON)));
        apply(1, Transition.end(lease, new Outcome.Partial<>("most", 1), oneFailed, NOON));
        apply(1, again(RetryScope.FAILED_ITEMS));

        registry.sweep(NOON.plus(Duration.ofDays(1)));

        assertThat(snapshot(1).state()).isEqualTo(QUEUED);
    }

    @Test
    void doesNotWakeATaskThatWasCancelledMeanwhile() {
        registry.add(queued(1), Instead.NOTHING);
        start(1);
        assertThat(registry.apply(id(1), Transition.retryLater(lease, HALF, FAILURE, DELAY, NOON)))
                .isPresent();
        assertThat(registry.apply(
                        id(1), Transition.cancel(new Outcome.Cancelled<>("by ana", Optional.empty()), "ana", NOON)))
                .isPresent();

        assertThat(registry.apply(id(1), Transition.wake(NOON))).isEmpty();
        assertThat(snapshot(1).state()).isEqualTo(CANCELLED);
    }

    @RepeatedTest(50)
    void letsOneOfTwoRacingEndsHappen() throws Exception {
        registry.add(queued(1), Instead.NOTHING);
        start(1);
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Optional<TaskSnapshot>>> racers = List.of(
                    () -> {
                        together.await();
                        return registry.apply(id(1), Transition.end(lease, DONE, HALF, NOON));
                    },
                    () -> {
                        together.await();
                        return registry.apply(id(1), Transition.interrupt(lease, HALF, Optional.empty(), NOON));
                    });
            List<TaskState> happened = new ArrayList<>();
            for (Future<Optional<TaskSnapshot>> racer : threads.invokeAll(racers)) {
                racer.get().map(TaskSnapshot::state).ifPresent(happened::add);
            }

            assertThat(happened).hasSize(1).containsExactly(snapshot(1).state());
        }
    }

    @Test
    void keepsATimeline() {
        add(1);
        start(1);
        apply(1, Transition.retryLater(lease, HALF, FAILURE, DELAY, NOON.plusSeconds(1)));
        apply(1, Transition.resume(ANA, NOON.plusSeconds(2)));

        assertThat(snapshot(1).status().timeline())
                .containsExactly(
                        new TimelineEntry(NOON, RUNNING, 1, "", ""),
                        new TimelineEntry(NOON.plusSeconds(1), WAITING_RETRY, 1, "", "It failed."),
                        new TimelineEntry(NOON.plusSeconds(2), QUEUED, 1, "ana", "lunch"));
        assertThat(snapshot(1).status().failures()).isEqualTo(1);
    }

    @Test
    void keepsTheLatestHundredStepsOfATimeline() {
        add(1);
        for (int round = 1; round <= 60; round++) {
            apply(1, Transition.pauseInQueue(ANA, NOON));
            apply(1, Transition.resume(ANA, NOON.plusSeconds(round)));
        }

        assertThat(snapshot(1).status().timeline()).hasSize(100);
        assertThat(snapshot(1).status().timeline().getLast().at()).isEqualTo(NOON.plusSeconds(60));
    }

    @Test
    void goesOnFromTheLastCheckpoint() {
        Progress beyond = progress(7, List.of());
        add(1);
        start(1);
        report(1, new RunReport.Attached(FILE));
        assertThat(report(1, new RunReport.Saved("row 5", HALF)).progress()).isEqualTo(HALF);
        report(1, new RunReport.Attached(OTHER_FILE));
        apply(1, Transition.retryLater(lease, beyond, FAILURE, DELAY, NOON));
        assertThat(snapshot(1).progress()).as("while it waits").isEqualTo(beyond);
        apply(1, Transition.wake(NOON));

        TaskSnapshot second = apply(1, Transition.start(stale, NOON));

        assertThat(second.progress()).isEqualTo(HALF);
        assertThat(second.artifacts()).containsExactly(FILE);
        assertThat(checkpoint(1)).contains("row 5");
    }

    @Test
    void showsWhetherThereIsSomethingToGoOnFrom() {
        add(1);
        start(1);
        assertThat(snapshot(1).status().resumable()).isFalse();
        assertThat(report(1, new RunReport.Saved("row 5", HALF)).status().resumable())
                .isTrue();
        apply(1, Transition.requestCancel(ANA, NOON));
        apply(1, Transition.end(lease, new Outcome.Cancelled<>("", Optional.of("half")), HALF, NOON));
        assertThat(registry.list(TaskQuery.newest(1)))
                .allSatisfy(task -> assertThat(task.status().resumable()).isTrue());

        add(2);
        start(2);
        assertThat(report(2, new RunReport.Recorded()).status().resumable())
                .as("a ledger does as well")
                .isTrue();
    }

    @Test
    void refusesACheckpointOfAStaleLease() {
        add(1);
        start(1);

        assertThat(registry.report(id(1), stale, new RunReport.Saved("row 5", HALF)))
                .isEmpty();
        assertThat(checkpoint(1)).isEmpty();
        assertThat(registry.holds(id(1), lease)).isTrue();
        assertThat(registry.holds(id(1), stale)).isFalse();
        assertThat(registry.holds(id(2), lease)).as("unknown task").isFalse();
    }

    @Test
    void pausesAndGoesOn() {
        add(1);
        start(1);
        assertThat(apply(1, Transition.requestPause(ANA, NOON)).state()).isEqualTo(PAUSING);
        report(1, new RunReport.Saved("row 5", HALF));
        assertThat(apply(1, Transition.pause(lease, HALF, Optional.empty(), NOON))
                        .state())
                .isEqualTo(PAUSED);
        assertThat(registry.holds(id(1), lease))
                .as("the lease ends with the attempt")
                .isFalse();

        assertThat(apply(1, Transition.resume(ANA, NOON)).state()).isEqualTo(QUEUED);
        assertThat(snapshot(1).status().failures()).as("a pause is no failure").isZero();
    }

    @Test
    void letsATaskThatIsAskedToPauseEndAllTheSame() {
        add(1);
        start(1);
        apply(1, Transition.requestPause(ANA, NOON));

        assertThat(apply(1, Transition.end(lease, DONE, HALF, NOON)).state()).isEqualTo(SUCCEEDED);
    }

    @Test
    void refusesToStopWhatIsPastItsPointOfNoReturn() {
        add(1);
        start(1);
        assertThat(report(1, new RunReport.PassedNoReturn()).status().irrevocable())
                .isTrue();

        assertThat(registry.apply(id(1), Transition.requestCancel(ANA, NOON))).isEmpty();
        assertThat(registry.apply(id(1), Transition.requestPause(ANA, NOON))).isEmpty();
        assertThat(apply(1, Transition.end(lease, DONE, HALF, NOON)).state()).isEqualTo(SUCCEEDED);
    }

    @Test
    void refusesThePointOfNoReturnToWhatIsAskedToStop() {
        add(1);
        start(1);
        apply(1, Transition.requestCancel(ANA, NOON));

        assertThat(registry.report(id(1), lease, new RunReport.PassedNoReturn()))
                .isEmpty();
    }

    @Test
    void forgetsThePointOfNoReturnWithTheAttempt() {
        add(1);
        start(1);
        report(1, new RunReport.PassedNoReturn());
        apply(1, Transition.retryLater(lease, HALF, FAILURE, DELAY, NOON));

        assertThat(snapshot(1).status().irrevocable()).isFalse();
        apply(1, Transition.wake(NOON));
        start(1);
        assertThat(apply(1, Transition.requestCancel(ANA, NOON)).state()).isEqualTo(CANCELLING);
    }

    @Test
    void takesATaskFromItsAttemptByForce() {
        Outcome.Cancelled<?> outcome = new Outcome.Cancelled<>("by force", Optional.empty());
        add(1);
        start(1);
        Transition.Cause why = new Transition.Cause(NOON, "olga", "it hangs");
        assertThat(registry.apply(id(1), Transition.forceStop(outcome, why)))
                .as("nobody has asked it to stop")
                .isEmpty();
        apply(1, Transition.requestCancel(ANA, NOON));

        TaskSnapshot after = apply(1, Transition.forceStop(outcome, why));
        assertThat(after.outcome()).contains(outcome);
        assertThat(after.status().timeline().getLast())
                .isEqualTo(new TimelineEntry(NOON, CANCELLED, 1, "olga", "it hangs"));
        assertThat(registry.apply(id(1), Transition.end(lease, DONE, HALF, NOON)))
                .as("what the code does goes nowhere")
                .isEmpty();
        assertThat(registry.report(id(1), lease, new RunReport.Saved("row 5", HALF)))
                .isEmpty();
    }

    private static Transition again(RetryScope scope) {
        return Transition.retry(scope, Owner.of("ana"), ANA, NOON);
    }

    @Test
    void doesWhatIsLeftAgain() {
        add(1);
        start(1);
        report(1, new RunReport.Saved("row 5", HALF));
        apply(1, Transition.end(lease, new Outcome.Failed<>(FAILURE, Optional.empty()), progress(9, List.of()), NOON));

        TaskSnapshot again = apply(1, again(RetryScope.RESUME));

        assertThat(again.state()).isEqualTo(QUEUED);
        assertThat(again.outcome()).isEmpty();
        assertThat(again.progress()).isEqualTo(HALF);
        assertThat(checkpoint(1)).contains("row 5");
    }

    @Test
    void doesNotBeginAgainWhatHandedOverAPart() {
        add(1);
        start(1);
        apply(1, Transition.requestCancel(ANA, NOON));
        apply(1, Transition.end(lease, new Outcome.Cancelled<>("by ana", Optional.of("half a report")), HALF, NOON));

        assertThat(registry.apply(id(1), again(RetryScope.RESUME))).isEmpty();
    }

    @Test
    void doesTheFailedItemsAgain() {
        List<FailedItem> failed = List.of(new FailedItem("a", "no", 1, NOON), new FailedItem("b", "no", 1, NOON));
        add(1);
        start(1);
        report(1, new RunReport.Attached(FILE));
        report(1, new RunReport.Saved("row 5", HALF));
        apply(1, Transition.end(lease, new Outcome.Partial<>("most", 2), progress(5, failed), NOON));

        assertThat(registry.apply(id(1), again(RetryScope.RESUME)))
                .as("nothing is left but the failed items")
                .isEmpty();
        apply(1, again(RetryScope.FAILED_ITEMS));

        StartingPoint from = registry.find(id(1)).orElseThrow().startingPoint();
        assertThat(from.onlyItems()).contains(Set.of("a", "b"));
        assertThat(from.checkpoint()).as("it begins at the beginning").isEmpty();
        assertThat(start(1).artifacts()).as("what was done is kept").containsExactly(FILE);
    }

    @Test
    void goesOnWithATaskThatStoppedMidwayButNotWithItsFailedItemsAlone() {
        Progress half = progress(5, List.of(new FailedItem("a", "no", 1, NOON), new FailedItem("b", "no", 1, NOON)));
        add(1);
        start(1);
        report(1, new RunReport.Saved("row 5", half));
        apply(1, Transition.end(lease, new Outcome.Failed<>(FAILURE, Optional.empty()), half, NOON));

        assertThat(registry.apply(id(1), again(RetryScope.FAILED_ITEMS)))
                .as("the other half would be left out")
                .isEmpty();
        apply(1, again(RetryScope.RESUME));

        StartingPoint from = registry.find(id(1)).orElseThrow().startingPoint();
        assertThat(checkpoint(1)).contains("row 5");
        assertThat(from.forgiven()).as("in spite of what failed").isEqualTo(2);
        start(1);
        report(1, new RunReport.Saved("row 6", half));
        assertThat(registry.find(id(1)).orElseThrow().startingPoint().forgiven())
                .isEqualTo(2);
    }

    @Test
    void refusesToDoAgainWhatIsDone() {
        add(1);
        end(1);

        for (RetryScope scope : RetryScope.values()) {
            assertThat(registry.apply(id(1), again(scope))).as("%s", scope).isEmpty();
        }
    }

    @Test
    void refusesToDoFailedItemsAgainThatItDoesNotKnow() {
        add(1);
        start(1);
        Progress unnamed =
                new Progress(new Units(5, 2, 0, OptionalLong.of(10)), Phase.UNNAMED, "", Pace.UNKNOWN, List.of());
        apply(1, Transition.end(lease, new Outcome.Partial<>("most", 2), unnamed, NOON));

        assertThat(registry.apply(id(1), again(RetryScope.FAILED_ITEMS))).isEmpty();
    }

    @Test
    void knowsWhatAnOwnerHasNotSeen() {
        add(1);
        assertThat(registry.markSeen(id(1), Owner.of("ana")))
                .as("it has not ended")
                .isFalse();
        assertThat(registry.markSeen(id(2), Owner.of("ana")))
                .as("there is none")
                .isFalse();
        end(1);
        assertThat(snapshot(1).status().seen()).isFalse();
        TaskQuery unseen = TaskQuery.newest(10).ownedBy(Owner.of("ana")).onlyUnseen();
        add(2);
        assertThat(registry.list(unseen)).extracting(TaskSnapshot::id).containsExactly(id(1));

        assertThat(registry.markSeen(id(1), Owner.of("ana"))).isTrue();

        assertThat(registry.markSeen(id(1), Owner.of("ana")))
                .as("once is enough")
                .isFalse();
        assertThat(registry.list(unseen)).isEmpty();
        assertThat(snapshot(1).status().seen()).isTrue();
        assertThat(snapshot(1).version()).isEqualTo(4);
        assertThat(snapshot(1).outcome().orElseThrow()).isEqualTo(DONE);
    }

    @Test
    void countsHowOftenFilesAreFetched() {
        add(1);
        start(1);
        Artifact file = FILE;
        assertThat(registry.countDownload(id(1), file.id()))
                .as("it has no such file")
                .isFalse();
        registry.report(id(1), lease, new RunReport.Attached(file));
        long version = snapshot(1).version();

        assertThat(registry.countDownload(id(1), file.id())).isTrue();
        assertThat(registry.countDownload(id(1), file.id())).isTrue();
        assertThat(registry.countDownload(id(2), file.id()))
                .as("there is no such task")
                .isFalse();

        assertThat(snapshot(1).downloadsOf(file)).isEqualTo(2);
        assertThat(snapshot(1).version()).as("nothing else has changed").isEqualTo(version);
        apply(1, Transition.end(lease, DONE, HALF, NOON));
        registry.markSeen(id(1), Owner.of("ana"));
        assertThat(snapshot(1).downloadsOf(file))
                .as("what comes later keeps it")
                .isEqualTo(2);
        assertThat(registry.list(TaskQuery.newest(1)).getFirst().downloads()).containsOnly(Map.entry(file.id(), 2L));
        assertThat(registry.sweep(NOON.plusSeconds(3_600))).isEqualTo(1);
    }

    @Test
    void countsEachOfManyFetchesAtOnce() throws Exception {
        add(1);
        start(1);
        registry.report(id(1), lease, new RunReport.Attached(FILE));
        CyclicBarrier together = new CyclicBarrier(4);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Integer>> racers = new ArrayList<>();
            for (int racer = 0; racer < 4; racer++) {
                racers.add(() -> {
                    together.await();
                    int counted = 0;
                    for (int time = 0; time < 5; time++) {
                        counted += registry.countDownload(id(1), FILE.id()) ? 1 : 0;
                    }
                    return counted;
                });
            }
            for (Future<Integer> racer : threads.invokeAll(racers)) {
                assertThat(racer.get()).isEqualTo(5);
            }
        }

        assertThat(snapshot(1).downloadsOf(FILE)).isEqualTo(20);
    }

    @Test
    void knowsWhichTypesArePaused() {
        PausedType paused = new PausedType("export", ANA.because("the printer is on fire"), NOON);
        assertThat(registry.pausedTypes()).isEmpty();

        assertThat(registry.pauseType(paused)).isTrue();
        assertThat(registry.pauseType(new PausedType("export", Command.by("ben"), NOON)))
                .as("paused already")
                .isFalse();

        assertThat(registry.pausedTypes()).containsExactly(paused);
        assertThat(registry.resumeType("export")).isTrue();
        assertThat(registry.resumeType("export")).as("once is enough").isFalse();
        assertThat(registry.pausedTypes()).isEmpty();
    }

    @Test
    void makesNewsAgainOfWhatIsDoneAgain() {
        Outcome<String> failed = new Outcome.Failed<>(FAILURE, Optional.empty());
        add(1);
        start(1);
        apply(1, Transition.end(lease, failed, HALF, NOON));
        registry.markSeen(id(1), Owner.of("ana"));

        assertThat(apply(1, again(RetryScope.RESUME)).status().seen()).isFalse();
        assertThat(snapshot(1).status().seen()).isFalse();
        assertThat(registry.markSeen(id(1), Owner.of("ana")))
                .as("it has not ended yet")
                .isFalse();
        start(1);
        apply(1, Transition.end(lease, failed, HALF, NOON));

        assertThat(snapshot(1).status().seen()).isFalse();
        assertThat(registry.summary(Owner.of("ana"))).isEqualTo(new TaskSummary(0, 1, 1));
    }

    @Test
    void forgetsWhatWasSeenLikeAnyOther() {
        add(1);
        end(1);
        registry.markSeen(id(1), Owner.of("ana"));

        assertThat(registry.sweep(NOON.plusSeconds(3_600))).isEqualTo(1);
        assertThat(registry.find(id(1))).isEmpty();
    }

    @Test
    void countsTheTasksOfAnOwner() {
        assertThat(registry.summary(Owner.of("ana"))).isEqualTo(TaskSummary.EMPTY);
        for (int number = 1; number <= 4; number++) {
            add(number);
        }
        registry.add(queued(5, "bea", Optional.empty()), Instead.NOTHING);
        start(1);
        apply(2, Transition.pauseInQueue(ANA, NOON));
        start(3);
        apply(3, Transition.end(lease, new Outcome.Partial<>("most", 2), HALF, NOON));
        end(4);

        assertThat(registry.summary(Owner.of("ana")))
                .as("1 runs, 2 is paused, 3 has failed items, 4 is done")
                .isEqualTo(new TaskSummary(2, 2, 2));
        registry.markSeen(id(3), Owner.of("ana"));
        assertThat(registry.summary(Owner.of("ana"))).isEqualTo(new TaskSummary(2, 1, 1));
        assertThat(registry.summary(Owner.of("bea"))).isEqualTo(new TaskSummary(1, 0, 0));
        assertThat(registry.summary(new Owner("ana", "elsewhere"))).isEqualTo(TaskSummary.EMPTY);
    }

    @Test
    void forgetsAnEndedTaskWhenItIsAskedTo() {
        registry.add(queued(1, "ana", Optional.of("november")), Instead.NOTHING);
        start(1);
        assertThat(registry.forget(id(1), Owner.of("ana"), NOON))
                .as("it has not ended")
                .isEmpty();
        report(1, new RunReport.Attached(FILE));
        apply(1, Transition.end(lease, DONE, HALF, NOON));
        registry.markSeen(id(1), Owner.of("ana"));

        assertThat(registry.forget(id(1), Owner.of("ana"), NOON)
                        .orElseThrow()
                        .snapshot()
                        .artifacts())
                .containsExactly(FILE);

        assertThat(registry.find(id(1))).isEmpty();
        assertThat(known()).isEmpty();
        assertThat(registry.summary(Owner.of("ana"))).isEqualTo(TaskSummary.EMPTY);
        assertThat(registry.forget(id(1), Owner.of("ana"), NOON))
                .as("it is gone")
                .isEmpty();
        assertThat(registry.sweep(NOON.plus(Duration.ofDays(1)))).isZero();
        TaskEntry again = queued(2, "ana", Optional.of("november"));
        assertThat(registry.add(again, Instead.NOTHING)).as("its key is free").isEqualTo(again);
    }

    @Test
    void keepsAsManyAsItMayAfterOneWasForgottenEarly() {
        for (int number = 1; number <= 4; number++) {
            add(number);
        }
        endAt(1, 1);
        registry.forget(id(1), Owner.of("ana"), NOON);
        endAt(2, 2);
        endAt(3, 3);
        endAt(4, 4);
        registry.sweep(NOON);

        assertThat(known()).containsExactly(4, 3, 2);
    }

    @Test
    void tellsItsOwnerAndNobodyElseThatATaskIsForgotten() {
        add(1);
        add(2);
        end(1);
        end(2);
        Instant later = NOON.plusSeconds(3_600);
        Owner ana = Owner.of("ana");
        assertThat(registry.forgottenAt(id(1), ana)).as("it is there").isEmpty();

        registry.forget(id(1), Owner.of("ana"), NOON.plusSeconds(7));
        registry.sweep(later);

        assertThat(registry.forgottenAt(id(1), ana)).contains(NOON.plusSeconds(7));
        assertThat(registry.forgottenAt(id(2), ana)).contains(later);
        assertThat(registry.forgottenAt(id(1), Owner.of("bea"))).isEmpty();
        assertThat(registry.forgottenAt(id(1), new Owner("ana", "elsewhere"))).isEmpty();
        assertThat(registry.forgottenAt(id(3), ana)).as("never was").isEmpty();
        registry.sweep(NOON.plus(Retention.OF_TOMBSTONES).plusSeconds(60));
        assertThat(registry.forgottenAt(id(1), ana)).as("long ago").isEmpty();
        assertThat(registry.forgottenAt(id(2), ana)).contains(later);
    }

    @RepeatedTest(20)
    void eitherForgetsATaskOrDoesItAgain() throws Exception {
        add(1);
        start(1);
        apply(1, Transition.end(lease, new Outcome.Failed<>(FAILURE, Optional.empty()), HALF, NOON));
        CyclicBarrier together = new CyclicBarrier(3);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> racers = List.of(
                    () -> {
                        together.await();
                        return registry.forget(id(1), Owner.of("ana"), NOON).isPresent();
                    },
                    () -> {
                        together.await();
                        return registry.apply(id(1), again(RetryScope.RESUME)).isPresent();
                    },
                    () -> {
                        together.await();
                        registry.markSeen(id(1), Owner.of("ana"));
                        return false;
                    });
            List<Boolean> happened = new ArrayList<>();
            for (Future<Boolean> racer : threads.invokeAll(racers)) {
                happened.add(racer.get());
            }

            assertThat(happened).containsOnlyOnce(true);
            assertThat(registry.find(id(1))
                            .map(TaskEntry::snapshot)
                            .filter(task ->
                                    task.state() != QUEUED || task.status().seen()))
                    .as("if it is there, it is queued, and no news")
                    .isEmpty();
        }
    }

    @Test
    void owesANoticeFromTheEndOn() {
        add(1);
        start(1);
        assertThat(registry.owed(NOON.plusSeconds(1), 10)).isEmpty();
        apply(1, Transition.end(lease, DONE, HALF, NOON).owing(TOLD));

        List<OwedNotice> owed = registry.owed(NOON, 10);

        assertThat(owed)
                .containsExactly(
                        new OwedNotice(id(1), 3, true, NOON, new OwedNotice.Rest(List.of("mail", "webhook"), "", 0)));
        assertThat(registry.owed(NOON.minusMillis(1), 10)).as("not yet").isEmpty();
        assertThat(snapshot(1).version()).isEqualTo(3);
    }

    @Test
    void owesNothingIfNobodyIsToBeTold() {
        add(1);
        end(1);

        assertThat(registry.owed(NOON.plus(Duration.ofDays(1)), 10)).isEmpty();
    }

    @Test
    void letsOneOfTwoSettleANotice() {
        OwedNotice owed = owed(1);
        OwedNotice claimed = owed.due(NOON.plusSeconds(60));

        assertThat(registry.settle(owed, Optional.of(claimed))).isTrue();
        assertThat(registry.settle(owed, Optional.of(claimed))).as("too late").isFalse();
        assertThat(registry.settle(owed, Optional.empty())).as("too late").isFalse();

        assertThat(registry.owed(NOON.plusSeconds(59), 10)).isEmpty();
        OwedNotice rest = claimed.begunBy("mail");
        assertThat(registry.settle(claimed, Optional.of(rest))).isTrue();
        assertThat(registry.owed(NOON.plusSeconds(61), 10)).containsExactly(rest);
        OwedNotice again = rest.triedUntil(NOON.plusSeconds(90)).without("mail");
        assertThat(registry.settle(rest, Optional.of(again))).isTrue();
        assertThat(registry.owed(NOON.plusSeconds(91), 10)).containsExactly(again);
        assertThat(registry.settle(again, Optional.empty())).isTrue();
        assertThat(registry.owed(NOON.plusSeconds(91), 10)).isEmpty();
        assertThat(registry.markSeen(id(1), Owner.of("ana")))
                .as("nothing of this concerns the task")
                .isTrue();
    }

    @Test
    void keepsANoticeWhenTheEndIsSeen() {
        OwedNotice owed = owed(1);
        registry.markSeen(id(1), Owner.of("ana"));

        assertThat(registry.settle(owed, Optional.empty())).isTrue();
    }

    @Test
    void owesNothingForAnEndThatWasUndone() {
        OwedNotice owed = owed(1);
        apply(1, again(RetryScope.RESUME));

        assertThat(registry.owed(NOON, 10)).isEmpty();
        assertThat(registry.settle(owed, Optional.of(owed.due(NOON.plusSeconds(1)))))
                .isFalse();
        start(1);
        apply(1, Transition.end(lease, DONE, HALF, NOON).owing(TOLD));
        assertThat(registry.owed(NOON, 10))
                .extracting(OwedNotice::id)
                .as("one for each end")
                .doesNotContain(owed.id())
                .hasSize(1);
    }

    @Test
    void owesNothingForWhatIsForgotten() {
        OwedNotice owed = owed(1);
        registry.forget(id(1), Owner.of("ana"), NOON);

        assertThat(registry.owed(NOON, 10)).isEmpty();
        assertThat(registry.settle(owed, Optional.empty())).isFalse();
    }

    @Test
    void paysWhatIsDueLongestFirst() {
        for (int number = 1; number <= 3; number++) {
            add(number);
            start(number);
            apply(
                    number,
                    Transition.end(lease, DONE, HALF, NOON.minusSeconds(number)).owing(TOLD));
        }

        assertThat(registry.owed(NOON, 2)).extracting(OwedNotice::task).containsExactly(id(3), id(2));
    }

    @RepeatedTest(20)
    void letsOneOfManyRacingEnginesSettleANotice() throws Exception {
        OwedNotice owed = owed(1);
        CyclicBarrier together = new CyclicBarrier(4);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> racers = new ArrayList<>();
            for (int racer = 1; racer <= 4; racer++) {
                OwedNotice claimed = owed.due(NOON.plusSeconds(racer));
                racers.add(() -> {
                    together.await();
                    return registry.settle(owed, Optional.of(claimed));
                });
            }
            int settled = 0;
            for (Future<Boolean> racer : threads.invokeAll(racers)) {
                settled += racer.get() ? 1 : 0;
            }

            assertThat(settled).isEqualTo(1);
        }
    }

    private OwedNotice owed(long number) {
        add(number);
        start(number);
        Outcome<String> failed = new Outcome.Failed<>(FAILURE, Optional.empty());
        apply(number, Transition.end(lease, failed, HALF, NOON).owing(TOLD));
        return registry.owed(NOON, 10).getFirst();
    }

    @Test
    void answersWithATaskThatHasNotEnded() {
        add(1);
        TaskEntry second = queued(2);
        Instead unended = new Instead(true, Optional.empty());

        assertThat(registry.findInstead(second, unended)).contains(queued(1));
        assertThat(registry.add(second, unended)).isEqualTo(queued(1));
        assertThat(registry.find(id(2))).isEmpty();
        TaskEntry ofAnother = queued(3, "bea", Optional.empty());
        assertThat(registry.add(ofAnother, unended)).isEqualTo(ofAnother);
        end(1);
        assertThat(registry.add(second, unended)).isEqualTo(second);
    }

    @Test
    void answersWithATaskOfTheSameInputRatherThanTheNewest() {
        Instead unended = new Instead(true, Optional.empty());
        add(1);
        add(2);

        TaskEntry same = new TaskEntry(queued(3).snapshot(), queued(1).input());
        assertThat(registry.add(same, unended).snapshot().id()).isEqualTo(id(1));
        assertThat(registry.add(queued(3), unended).snapshot().id())
                .as("of another input")
                .isEqualTo(id(2));
    }

    @Test
    void answersWithAFreshResultOfTheSameInput() {
        add(1);
        end(1);
        TaskEntry same = new TaskEntry(queued(2).snapshot(), queued(1).input());
        Instead fresh = new Instead(false, Optional.of(NOON));
        Instead stalePast = new Instead(false, Optional.of(NOON.plusSeconds(1)));

        assertThat(registry.findInstead(same, fresh).orElseThrow().snapshot().id())
                .isEqualTo(id(1));
        assertThat(registry.findInstead(same, stalePast)).as("too old").isEmpty();
        assertThat(registry.findInstead(queued(2), fresh)).as("another input").isEmpty();
        assertThat(registry.add(same, fresh).snapshot().id()).isEqualTo(id(1));
    }

    @Test
    void tellsWhoWasAskedForTheSameThing() {
        add(1);
        TaskEntry known = registry.find(id(1)).orElseThrow();
        TaskEntry same = new TaskEntry(queued(2).snapshot(), queued(1).input());
        TaskEntry nothing = new TaskEntry(queued(3).snapshot(), null);

        assertThat(registry.haveSameInput(known, same)).isTrue();
        assertThat(registry.haveSameInput(nothing, nothing)).isTrue();
        assertThat(registry.haveSameInput(known, queued(2))).isFalse();
        assertThat(registry.haveSameInput(known, nothing)).isFalse();
    }

    @RepeatedTest(50)
    void letsOneOfTwoRacingSubmissionsIn() throws Exception {
        Instead unended = new Instead(true, Optional.empty());
        CyclicBarrier together = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<TaskEntry>> racers = List.of(
                    () -> {
                        together.await();
                        return registry.add(queued(1), unended);
                    },
                    () -> {
                        together.await();
                        return registry.add(queued(2), unended);
                    });
            List<TaskEntry> answers = new ArrayList<>();
            for (Future<TaskEntry> racer : threads.invokeAll(racers)) {
                answers.add(racer.get());
            }

            assertThat(answers.getFirst()).isEqualTo(answers.getLast());
            assertThat(known()).hasSize(1);
        }
    }

    private void add(long number) {
        assertThat(registry.add(queued(number), Instead.NOTHING)).isEqualTo(queued(number));
    }

    @CanIgnoreReturnValue
    private TaskSnapshot apply(long number, Transition transition) {
        return registry.apply(id(number), transition).orElseThrow();
    }

    @CanIgnoreReturnValue
    private TaskSnapshot report(long number, RunReport report) {
        return registry.report(id(number), lease, report).orElseThrow();
    }

    private Optional<Object> checkpoint(long number) {
        return registry.find(id(number))
                .orElseThrow()
                .startingPoint()
                .checkpoint()
                .map(Checkpoint::cursor)
                .map(cursor -> Encoded.decoded(cursor, String.class));
    }

    private static Progress progress(long done, List<FailedItem> failed) {
        Units units = new Units(done, failed.size(), 0, OptionalLong.of(10));
        return new Progress(units, Phase.UNNAMED, "", Pace.UNKNOWN, failed);
    }

    private TaskSnapshot snapshot(long number) {
        return registry.find(id(number)).orElseThrow().snapshot();
    }

    private TaskSnapshot start(long number) {
        return registry.apply(id(number), Transition.start(lease, NOON)).orElseThrow();
    }

    private void end(long number) {
        start(number);
        assertThat(registry.apply(id(number), Transition.end(lease, DONE, HALF, NOON)))
                .isPresent();
    }

    private void endAt(long number, long second) {
        start(number);
        apply(number, Transition.end(lease, DONE, HALF, NOON.plusSeconds(second)));
    }

    private List<Integer> known() {
        return registry.list(TaskQuery.newest(100)).stream()
                .map(TaskSnapshot::id)
                .map(TaskId::value)
                .map(value -> (int) value.getLeastSignificantBits())
                .toList();
    }
}
