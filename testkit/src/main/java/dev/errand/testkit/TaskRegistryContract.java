package dev.errand.testkit;

import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.CANCELLING;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.SUCCEEDED;
import static dev.errand.TaskState.WAITING_RETRY;
import static dev.errand.testkit.Tasks.NOON;
import static dev.errand.testkit.Tasks.id;
import static dev.errand.testkit.Tasks.queued;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.progress.Pace;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.Units;
import dev.errand.registry.Lease;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
 * What every registry keeps to: keys, versions, leases, the table of transitions, pages, forgetting, races.
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
public abstract class TaskRegistryContract {

    private static final Outcome<String> DONE = new Outcome.Succeeded<>("done");
    private static final Progress HALF =
            new Progress(new Units(5, 0, 0, OptionalLong.of(10)), Phase.named("writing"), "", Pace.UNKNOWN, List.of());
    private static final Artifact FILE = new Artifact(UUID.randomUUID(), "a.csv", "text/csv", 3, "00", NOON);

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

    @BeforeEach
    void makesOneForThree() {
        registry = registry(new Retention(3, Duration.ofHours(1)));
    }

    @Test
    void findsWhatItRemembers() {
        TaskEntry task = queued(1);

        assertThat(registry.add(task)).isEqualTo(task);
        assertThat(registry.find(id(1))).contains(task);
        assertThat(registry.find(id(2))).isEmpty();
    }

    @Test
    void remembersOneTaskUnderAKey() {
        TaskEntry first = queued(1, "ana", Optional.of("november"));
        TaskEntry second = queued(2, "ana", Optional.of("november"));
        TaskEntry ofAnother = queued(3, "bea", Optional.of("november"));

        assertThat(registry.add(first)).isEqualTo(first);
        assertThat(registry.add(second)).isEqualTo(first);
        assertThat(registry.add(ofAnother)).isEqualTo(ofAnother);
        assertThat(registry.find(id(2))).isEmpty();
    }

    @Test
    void findsATaskByItsKeyAsItIsNow() {
        registry.add(queued(1, "ana", Optional.of("november")));
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
        registry.add(queued(1, "ana", Optional.of("november")));
        end(1);
        registry.sweep(NOON.plus(Duration.ofHours(2)));

        TaskEntry again = queued(2, "ana", Optional.of("november"));
        assertThat(registry.add(again)).isEqualTo(again);
    }

    @Test
    void raisesTheVersionWithEveryChange() {
        registry.add(queued(1));

        assertThat(start(1).version()).isEqualTo(2);
        assertThat(registry.record(id(1), lease, HALF).orElseThrow().version()).isEqualTo(3);
        assertThat(registry.attach(id(1), lease, FILE).orElseThrow().version()).isEqualTo(4);
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
        registry.add(queued(1));

        assertThat(registry.apply(id(1), Transition.requestCancel(NOON))).isEmpty();
        assertThat(registry.apply(id(2), Transition.wake(NOON)))
                .as("unknown task")
                .isEmpty();
        assertThat(snapshot(1)).isEqualTo(queued(1).snapshot());
    }

    @Test
    void refusesEveryWriteOfAStaleLease() {
        registry.add(queued(1));
        start(1);

        assertThat(registry.record(id(1), stale, HALF)).isEmpty();
        assertThat(registry.attach(id(1), stale, FILE)).isEmpty();
        assertThat(registry.apply(id(1), Transition.end(stale, DONE, HALF, NOON)))
                .isEmpty();
        assertThat(registry.apply(id(1), Transition.retryLater(stale, HALF, NOON)))
                .isEmpty();
        assertThat(registry.apply(id(1), Transition.interrupt(stale, HALF, NOON)))
                .isEmpty();
        assertThat(snapshot(1).state()).isEqualTo(RUNNING);
    }

    @Test
    void endsALeaseWithItsAttempt() {
        registry.add(queued(1));
        start(1);
        assertThat(registry.apply(id(1), Transition.retryLater(lease, HALF, NOON)))
                .isPresent();

        assertThat(registry.record(id(1), lease, HALF)).isEmpty();
        assertThat(snapshot(1).state()).isEqualTo(WAITING_RETRY);
        assertThat(snapshot(1).progress()).isEqualTo(HALF);
    }

    @Test
    void keepsTheLeaseWhileTheTaskIsCancelling() {
        registry.add(queued(1));
        start(1);
        assertThat(registry.apply(id(1), Transition.requestCancel(NOON))
                        .orElseThrow()
                        .state())
                .isEqualTo(CANCELLING);

        assertThat(registry.record(id(1), lease, HALF)).isPresent();
        assertThat(registry.apply(id(1), Transition.retryLater(lease, HALF, NOON)))
                .isEmpty();
        assertThat(registry.apply(
                        id(1), Transition.end(lease, new Outcome.Cancelled<>("by ana", Optional.empty()), HALF, NOON)))
                .hasValueSatisfying(task -> assertThat(task.state()).isEqualTo(CANCELLED));
    }

    @Test
    void startsAnAttemptAfresh() {
        registry.add(queued(1));
        start(1);
        assertThat(registry.attach(id(1), lease, FILE)).isPresent();
        assertThat(registry.apply(id(1), Transition.retryLater(lease, HALF, NOON)))
                .isPresent();
        assertThat(registry.apply(id(1), Transition.wake(NOON))).isPresent();

        TaskSnapshot second = registry.apply(id(1), Transition.start(stale, NOON.plusSeconds(1)))
                .orElseThrow();

        assertThat(second.status().attempt()).isEqualTo(2);
        assertThat(second.status().startedAt()).contains(NOON.plusSeconds(1));
        assertThat(second.progress()).isEqualTo(Progress.NOT_STARTED);
        assertThat(second.artifacts()).isEmpty();
        assertThat(registry.record(id(1), lease, HALF))
                .as("the first attempt's lease")
                .isEmpty();
    }

    @Test
    void listsTheNewestFirstAPageAtATime() {
        for (int number = 1; number <= 5; number++) {
            registry.add(queued(number, number % 2 == 0 ? "bea" : "ana", Optional.empty()));
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
            registry.add(queued(number));
        }
        end(5);
        end(4);
        end(3);
        assertThat(known()).containsExactly(5, 4, 3, 2, 1);

        end(2);

        assertThat(known()).as("5 ended first; 1 has not ended").containsExactly(4, 3, 2, 1);
    }

    @Test
    void forgetsTheEndedThatAreTooOld() {
        registry.add(queued(1));
        registry.add(queued(2));
        registry.add(queued(3));
        end(1);
        assertThat(registry.apply(
                        id(2),
                        Transition.cancel(new Outcome.Cancelled<>("by ana", Optional.empty()), NOON.plusSeconds(600))))
                .isPresent();

        assertThat(registry.sweep(NOON.plusSeconds(3_599))).isZero();
        assertThat(registry.sweep(NOON.plusSeconds(3_600))).isEqualTo(1);
        assertThat(known()).containsExactly(3, 2);
        assertThat(registry.sweep(NOON.plus(Duration.ofDays(365)))).isEqualTo(1);
        assertThat(known()).as("never one that has not ended").containsExactly(3);
    }

    @Test
    void doesNotForgetATaskThatWasQueuedAgain() {
        registry.add(queued(1));
        start(1);
        assertThat(registry.apply(id(1), Transition.end(lease, new Outcome.Partial<>("most", 1), HALF, NOON)))
                .isPresent();
        assertThat(registry.apply(id(1), queueAgain())).isPresent();

        registry.sweep(NOON.plus(Duration.ofDays(1)));

        assertThat(snapshot(1).state()).isEqualTo(QUEUED);
    }

    @Test
    void doesNotWakeATaskThatWasCancelledMeanwhile() {
        registry.add(queued(1));
        start(1);
        assertThat(registry.apply(id(1), Transition.retryLater(lease, HALF, NOON)))
                .isPresent();
        assertThat(registry.apply(id(1), Transition.cancel(new Outcome.Cancelled<>("by ana", Optional.empty()), NOON)))
                .isPresent();

        assertThat(registry.apply(id(1), Transition.wake(NOON))).isEmpty();
        assertThat(snapshot(1).state()).isEqualTo(CANCELLED);
    }

    @RepeatedTest(50)
    void letsOneOfTwoRacingEndsHappen() throws Exception {
        registry.add(queued(1));
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
                        return registry.apply(id(1), Transition.interrupt(lease, HALF, NOON));
                    });
            List<TaskState> happened = new ArrayList<>();
            for (Future<Optional<TaskSnapshot>> racer : threads.invokeAll(racers)) {
                racer.get().map(TaskSnapshot::state).ifPresent(happened::add);
            }

            assertThat(happened).hasSize(1).containsExactly(snapshot(1).state());
        }
    }

    private static Transition queueAgain() {
        return new Transition(Set.of(SUCCEEDED), QUEUED, Optional.empty(), NOON, Optional.empty(), Optional.empty());
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

    private List<Integer> known() {
        return registry.list(TaskQuery.newest(100)).stream()
                .map(TaskSnapshot::id)
                .map(TaskId::value)
                .map(value -> (int) value.getLeastSignificantBits())
                .toList();
    }
}
