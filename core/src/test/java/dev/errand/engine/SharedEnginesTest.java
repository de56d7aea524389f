package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.INTERRUPTED;
import static dev.errand.TaskState.PAUSED;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.SCHEDULED;
import static dev.errand.TaskState.WAITING_RETRY;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.BackgroundTask;
import dev.errand.Command;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Reply;
import dev.errand.Restarts;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.TimelineEntry;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.Liveness;
import dev.errand.registry.NodeStatus;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.TaskQuery;
import dev.errand.schedule.Recurrence;
import dev.errand.schedule.Schedule;
import dev.errand.testkit.ManualTime;
import dev.errand.testkit.SharedRegistry;
import dev.errand.testkit.SharedTasks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Several engines on the tasks of one registry: who runs what, and what becomes of it when one of them is gone. */
@Timeout(20)
class SharedEnginesTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final TaskType<String, String> WAIT = TaskType.named("wait", String.class, String.class);
    private static final Duration LONG = ofSeconds(15);
    private static final Duration BEYOND_THE_LEASE = ofSeconds(31);
    private static final Command OLGA = Command.by("olga").because("wrong month");

    private final ManualTime time = new ManualTime();
    private final SharedTasks shared = new SharedTasks(time);
    private final List<TaskEngine> engines = new ArrayList<>();
    private final List<SharedRegistry> registries = new ArrayList<>();
    private final Semaphore atGate = new Semaphore(0);
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void leavesNothingRunning() throws InterruptedException {
        gate.countDown();
        for (TaskEngine engine : engines) {
            engine.shutdown(ZERO);
        }
    }

    @Test
    void runsATaskAndTellsItsEnd() throws InterruptedException {
        TaskEngine tasks = engine(registry());

        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana"));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(handle.snapshot().status().attempt()).isEqualTo(1);
        assertThat(handle.completion().toCompletableFuture().join()).isEqualTo(new Outcome.Succeeded<>("a"));
    }

    @Test
    void noNodeIsLeftOfAnEngineThatCannotBeBuilt() {
        TaskType<Void, String> unknown = TaskType.named("unknown", Void.class, String.class);
        Recurrence hourly = Recurrence.named("hourly").on(Schedule.every(ofHours(1)));
        int alarms = time.pending();

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TaskEngine.builder()
                        .registry(registry())
                        .time(time)
                        .register(ECHO, (input, context) -> input)
                        .recurring(hourly, unknown, null, by("olga"))
                        .build())
                .withMessageContaining("unknown");

        assertThat(time.pending()).isEqualTo(alarms);
        assertThat(engine(registry()).nodes()).hasSize(1);
    }

    @Test
    void whatHasBegunWaitsNoMore() throws InterruptedException {
        TaskEngine tasks = TaskEngine.builder()
                .registry(registry())
                .time(time)
                .maxWaiting(1)
                .register(ECHO, (input, context) -> input)
                .build();
        engines.add(tasks);

        for (int i = 0; i < 20; i++) {
            assertThat(outcomeOf(tasks.submit(ECHO, "a", by("ana")))).isEqualTo(new Outcome.Succeeded<>("a"));
        }
    }

    @Test
    void nobodyStopsWhatWasHandedOverAndIsDoneAgain() throws InterruptedException {
        TaskEngine tasks = engine(registry());
        TaskHandle<String> former = tasks.submit(WAIT, "a", by("ana"));
        atGate.acquire();
        assertThat(former.cancel(OLGA)).isEqualTo(Reply.ACCEPTED);
        assertThat(former.forceStop(OLGA)).isEqualTo(Reply.ACCEPTED);
        Owner bea = Owner.of("bea");
        assertThat(former.handOver(bea, OLGA)).isEqualTo(Reply.ACCEPTED);
        TaskHandle<String> hers =
                tasks.find(WAIT, former.id(), bea).orElseThrow().retry(RetryScope.RESUME);

        assertThat(former.cancel(OLGA)).isEqualTo(Reply.HANDED_OVER);
        assertThat(former.pause(OLGA)).isEqualTo(Reply.HANDED_OVER);
        assertThat(former.resume(OLGA)).isEqualTo(Reply.HANDED_OVER);
        assertThat(former.forceStop(OLGA)).isEqualTo(Reply.HANDED_OVER);
        gate.countDown();
        assertThat(outcomeOf(hers)).isInstanceOf(Outcome.Succeeded.class);
    }

    @Test
    void runsWhatAnEarlierEngineHasAccepted() throws InterruptedException {
        TaskEngine first = TaskEngine.builder()
                .registry(registry())
                .executor(TaskExecutor.on(work -> {}, 1))
                .time(time)
                .register(ECHO, (input, context) -> input)
                .build();
        TaskHandle<String> handle = first.submit(ECHO, "kept", by("ana"));
        first.shutdown(ZERO);
        assertThat(stateOf(handle)).as("a shutdown cancels nothing that lasts").isEqualTo(QUEUED);

        TaskEngine second = engine(registry());

        assertThat(outcomeOf(second.find(ECHO, handle.id(), Owner.of("ana")).orElseThrow()))
                .isEqualTo(new Outcome.Succeeded<>("kept"));
    }

    @Test
    void tellsTheEndOfATaskThatRunsElsewhere() throws InterruptedException {
        TaskEngine submitting = submittingOnly();
        TaskHandle<String> handle = submitting.submit(ECHO, "far", by("ana"));
        assertThat(handle.await(ZERO)).isEmpty();

        engine(registry());

        assertThat(awaitWithTime(handle)).isEqualTo(new Outcome.Succeeded<>("far"));
    }

    @Test
    void takesOverWhatAnEngineRanThatIsGone() throws InterruptedException {
        SharedRegistry lost = registry();
        AtomicBoolean interrupted = new AtomicBoolean();
        TaskEngine first = TaskEngine.builder()
                .registry(lost)
                .time(time)
                .register(WAIT, (input, context) -> {
                    try {
                        return waitAtGate(input, context);
                    } catch (InterruptedException e) {
                        interrupted.set(true);
                        throw e;
                    }
                })
                .build();
        engines.add(first);
        TaskHandle<String> handle = first.submit(WAIT, "x", by("ana"));
        atGate.acquire();
        lost.cutOff();
        TaskEngine second = engine(registry());

        advanceUntil(
                () -> second.find(handle.id()).orElseThrow().snapshot().status().attempt() == 2);

        atGate.acquire();
        await(interrupted::get);
        assertThat(lost.node().id()).isNotEqualTo(runningNode(second));
        gate.countDown();
        TaskHandle<String> there =
                second.find(WAIT, handle.id(), Owner.of("ana")).orElseThrow();
        assertThat(outcomeOf(there)).isEqualTo(new Outcome.Succeeded<>("x"));
        TaskSnapshot task = there.snapshot();
        assertThat(task.status().losses()).isEqualTo(1);
        assertThat(task.status().failures()).isZero();
        assertThat(task.status().timeline())
                .extracting(TimelineEntry::state)
                .containsExactly(RUNNING, INTERRUPTED, QUEUED, RUNNING, TaskState.SUCCEEDED);
    }

    @Test
    void dropsWhatAZombieHasToSay() throws InterruptedException {
        SharedRegistry lost = registry();
        CountDownLatch zombieMayEnd = new CountDownLatch(1);
        TaskEngine first = TaskEngine.builder()
                .registry(lost)
                .time(time)
                .register(WAIT, (input, context) -> {
                    atGate.release();
                    awaitIgnoringInterrupts(zombieMayEnd);
                    return "of the zombie";
                })
                .build();
        engines.add(first);
        TaskHandle<String> handle = first.submit(WAIT, "x", by("ana"));
        atGate.acquire();
        lost.cutOff();
        TaskEngine second = engineWith(registry(), WAIT, (input, context) -> "of the successor");
        advanceUntil(() -> handleIn(second, handle).snapshot().state().isFinal());

        lost.heal();
        zombieMayEnd.countDown();
        time.advance(ofSeconds(5));

        assertThat(outcomeOf(handleIn(second, handle))).isEqualTo(new Outcome.Succeeded<>("of the successor"));
        assertThat(outcomeOf(first.find(WAIT, handle.id(), Owner.of("ana")).orElseThrow()))
                .isEqualTo(new Outcome.Succeeded<>("of the successor"));
    }

    @Test
    void recordsAnEndOnceTheRegistryIsBack() throws InterruptedException {
        SharedRegistry registry = registry();
        TaskEngine tasks = engine(registry);
        TaskHandle<String> handle = tasks.submit(WAIT, "x", by("ana"));
        atGate.acquire();
        registry.cutOff();
        gate.countDown();

        time.advance(ofSeconds(2));
        time.advance(ofSeconds(2));
        registry.heal();

        assertThat(awaitWithTime(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(handle.snapshot().status().attempt()).isEqualTo(1);
    }

    @Test
    void stopsItsAttemptsBeforeTheirLeaseEnds() throws InterruptedException {
        SharedRegistry registry = registry();
        AtomicInteger interrupts = new AtomicInteger();
        TaskEngine tasks = engineWith(registry, WAIT, (input, context) -> {
            try {
                return waitAtGate(input, context);
            } catch (InterruptedException e) {
                interrupts.incrementAndGet();
                throw e;
            }
        });
        TaskHandle<String> handle = tasks.submit(WAIT, "x", by("ana"));
        atGate.acquire();
        registry.cutOff();

        for (int second = 0; second < 19; second++) {
            time.advance(ofSeconds(1));
        }
        assertThat(interrupts).as("after 19 of 30 seconds").hasValue(0);
        time.advance(ofSeconds(1));
        time.advance(ofSeconds(1));
        await(() -> interrupts.get() == 1);
        registry.heal();

        advanceUntil(() -> handle.snapshot().status().attempt() == 2);
        assertThat(handle.snapshot().status().losses())
                .as("nobody has taken it over")
                .isZero();
    }

    @Test
    void givesUpATaskThatTakesItsProcessDownEachTime() throws InterruptedException {
        TaskType<String, String> poison = WAIT.restarting(new Restarts(3));
        TaskHandle<String> handle = submittingOnly(poison).submit(poison, "x", by("ana"));
        for (int loss = 1; loss <= 3; loss++) {
            SharedRegistry doomed = registry();
            engineWith(doomed, poison, this::waitAtGate);
            advanceUntil(atGate::tryAcquire);
            doomed.cutOff();
            if (loss < 3) {
                time.advance(BEYOND_THE_LEASE);
            }
        }
        TaskEngine last = submittingOnly(poison);

        advanceUntil(() -> handleIn(last, handle).snapshot().state().isFinal());

        TaskHandle<String> end = last.find(poison, handle.id(), Owner.of("ana")).orElseThrow();
        assertThat(outcomeOf(end))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().sentence())
                                .isEqualTo("The task was given up: the process that ran it was lost 3 times."));
        assertThat(end.snapshot().status().attempt()).isEqualTo(3);
        assertThat(end.snapshot().status().failures()).isZero();
    }

    @Test
    void leavesATaskThatIsBegunOnceToAPerson() throws InterruptedException {
        TaskType<String, String> once = WAIT.atMostOnce();
        SharedRegistry lost = registry();
        TaskEngine first = engineWith(lost, once, this::waitAtGate);
        TaskHandle<String> handle = first.submit(once, "x", by("ana"));
        atGate.acquire();
        lost.cutOff();
        TaskEngine second = engineWith(registry(), once, (input, context) -> "by hand");

        advanceUntil(() -> handleIn(second, handle).snapshot().state() == INTERRUPTED);
        time.advance(ofHours(1));

        TaskHandle<String> there =
                second.find(once, handle.id(), Owner.of("ana")).orElseThrow();
        assertThat(stateOf(there)).isEqualTo(INTERRUPTED);
        assertThat(there.resume(OLGA)).isEqualTo(Reply.ACCEPTED);
        assertThat(awaitWithTime(there)).isEqualTo(new Outcome.Succeeded<>("by hand"));
        assertThat(there.snapshot().status().losses())
                .as("a person has asked for it")
                .isZero();
    }

    @Test
    void givesWhatADeployInterruptsToTheNextEngine() throws InterruptedException {
        TaskEngine first = engine(registry());
        TaskHandle<String> handle = first.submit(WAIT, "x", by("ana"));
        atGate.acquire();
        TaskEngine second = engine(registry());

        assertThat(first.shutdown(ZERO)).isFalse();
        atGate.acquire();
        gate.countDown();

        TaskHandle<String> there =
                second.find(WAIT, handle.id(), Owner.of("ana")).orElseThrow();
        assertThat(outcomeOf(there)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(there.snapshot().status().attempt()).isEqualTo(2);
        assertThat(there.snapshot().status().failures()).isZero();
        assertThat(there.snapshot().status().losses()).isZero();
    }

    @Test
    void retriesWhereverThereIsAnEngine() throws InterruptedException {
        TaskType<String, String> retried = ECHO.retrying(Retry.fixed(2, ofMinutes(1)));
        TaskEngine first = engineWith(registry(), retried, (input, context) -> {
            throw new IllegalStateException("not here");
        });
        TaskHandle<String> handle = first.submit(retried, "x", by("ana"));
        await(() -> stateOf(handle) == WAITING_RETRY);
        first.shutdown(ZERO);
        TaskEngine second = engineWith(registry(), retried, (input, context) -> "there");

        time.advance(ofSeconds(30));
        assertThat(stateOf(handle)).isEqualTo(WAITING_RETRY);
        time.advance(ofMinutes(1));

        TaskHandle<String> there =
                second.find(retried, handle.id(), Owner.of("ana")).orElseThrow();
        assertThat(awaitWithTime(there)).isEqualTo(new Outcome.Succeeded<>("there"));
        assertThat(there.snapshot().status().failures()).isEqualTo(1);
    }

    @Test
    void startsADelayedTaskInTimeAfterARestart() throws InterruptedException {
        TaskEngine first = engine(registry());
        TaskHandle<String> handle = first.submit(ECHO, "later", by("ana").delay(ofMinutes(10)));
        first.shutdown(ZERO);
        TaskEngine second = engine(registry());

        time.advance(ofMinutes(9));
        assertThat(stateOf(handle)).isEqualTo(SCHEDULED);
        time.advance(ofMinutes(1));

        assertThat(awaitWithTime(second.find(ECHO, handle.id(), Owner.of("ana")).orElseThrow()))
                .isEqualTo(new Outcome.Succeeded<>("later"));
    }

    @Test
    void cancelsWhatRunsElsewhere() throws InterruptedException {
        TaskEngine running = engine(registry());
        TaskEngine asking = submittingOnly();
        TaskHandle<String> handle = running.submit(WAIT, "x", by("ana"));
        atGate.acquire();

        TaskHandle<?> there = asking.find(handle.id()).orElseThrow();
        assertThat(there.cancel(OLGA)).isEqualTo(Reply.ACCEPTED);
        assertThat(there.cancel(OLGA)).isEqualTo(Reply.ALREADY_ASKED);
        advanceUntil(() -> there.snapshot().state().isFinal());

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Cancelled<>("wrong month", Optional.empty()));
        assertThat(there.cancel(OLGA)).isEqualTo(Reply.ENDED);
    }

    @Test
    void seesACancelWithoutBeingTold() throws InterruptedException {
        SharedRegistry deaf = registry();
        deaf.silence();
        TaskEngine running = engine(deaf);
        TaskEngine asking = submittingOnly();
        TaskHandle<String> handle = running.submit(WAIT, "x", by("ana"));
        atGate.acquire();

        asking.find(handle.id()).orElseThrow().cancel(OLGA);
        advanceUntil(() -> stateOf(handle) == CANCELLED);

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void pausesAndResumesWhatRunsElsewhere() throws InterruptedException {
        TaskEngine running = engineWith(registry(), WAIT, (input, context) -> {
            int from = context.checkpoint(Integer.class).orElse(0);
            if (from == 0) {
                context.checkpoint(7);
                atGate.release();
                while (true) {
                    context.checkCancelled();
                    LockSupport.parkNanos(50_000); // what asks it to stop may need the only processor
                }
            }
            return "went on from " + from;
        });
        TaskEngine asking = submittingOnly();
        TaskHandle<String> handle = running.submit(WAIT, "x", by("ana"));
        atGate.acquire();
        TaskHandle<String> there =
                asking.find(WAIT, handle.id(), Owner.of("ana")).orElseThrow();

        assertThat(there.pause(OLGA)).isEqualTo(Reply.ACCEPTED);
        advanceUntil(() -> stateOf(there) == PAUSED);
        assertThat(there.resume(OLGA)).isEqualTo(Reply.ACCEPTED);

        assertThat(awaitWithTime(there)).isEqualTo(new Outcome.Succeeded<>("went on from 7"));
    }

    @Test
    void takesATaskByForceThatRunsElsewhere() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        TaskEngine running = engineWith(registry(), WAIT, (input, context) -> {
            atGate.release();
            awaitIgnoringInterrupts(never);
            return "too late";
        });
        TaskEngine asking = submittingOnly();
        TaskHandle<String> handle = running.submit(WAIT, "x", by("ana"));
        atGate.acquire();
        TaskHandle<?> there = asking.find(handle.id()).orElseThrow();

        assertThat(there.forceStop(OLGA)).isEqualTo(Reply.NOT_NOW);
        there.cancel(OLGA);
        assertThat(there.forceStop(OLGA)).isEqualTo(Reply.ACCEPTED);

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Cancelled<>("wrong month", Optional.empty()));
        never.countDown();
    }

    @Test
    void cancelsWhatWaits() throws InterruptedException {
        TaskEngine tasks = submittingOnly();
        TaskHandle<String> handle = tasks.submit(ECHO, "x", by("ana"));

        assertThat(handle.place().orElseThrow().position()).isEqualTo(1);
        assertThat(handle.cancel(OLGA)).isEqualTo(Reply.ACCEPTED);

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Cancelled<>("wrong month", Optional.empty()));
        assertThat(handle.place()).isEmpty();
    }

    @Test
    void doesAgainWhatHasFailed() throws InterruptedException {
        AtomicBoolean broken = new AtomicBoolean(true);
        TaskEngine tasks = engineWith(registry(), ECHO, (input, context) -> {
            if (broken.get()) {
                throw new IllegalStateException("broken");
            }
            return input;
        });
        TaskHandle<String> handle = tasks.submit(ECHO, "x", by("ana"));
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Failed.class);
        broken.set(false);

        assertThat(outcomeOf(handle.retry(RetryScope.RESUME, OLGA))).isEqualTo(new Outcome.Succeeded<>("x"));
        TaskHandle<String> anew = handle.retry(RetryScope.ALL, OLGA);
        assertThat(outcomeOf(anew)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(anew.id()).isNotEqualTo(handle.id());
        assertThat(anew.snapshot().submission().terms().retryOf()).contains(handle.id());
        TaskHandle<String> once = handle.retry(RetryScope.ALL, OLGA, "again");
        TaskHandle<String> twice = handle.retry(RetryScope.ALL, OLGA, "again");
        assertThat(twice).isEqualTo(once).isNotEqualTo(anew);
        assertThat(List.of(once.isStandIn(), twice.isStandIn())).containsExactly(false, true);
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> handle.retry(RetryScope.RESUME, OLGA))
                .withMessageContaining("it came to its end");
    }

    /** On the thread that tells of the end, so before that end is forgotten. */
    @Test
    void whoIsToldOfAnEndMayHaveItDoneAgainAtOnce() throws Exception {
        CountDownLatch listened = new CountDownLatch(1);
        AtomicBoolean broken = new AtomicBoolean(true);
        TaskEngine tasks = engineWith(registry(), ECHO, (input, context) -> {
            listened.await();
            if (broken.getAndSet(false)) {
                throw new IllegalStateException("broken");
            }
            return input;
        });
        AwaitableHandle<String> handle = (AwaitableHandle<String>) tasks.submit(ECHO, "x", by("ana"));
        CompletableFuture<Outcome<String>> again = handle.whenEnded()
                .thenCompose(failed -> ((AwaitableHandle<String>) handle.retry(RetryScope.RESUME)).whenEnded());
        listened.countDown();

        assertThat(again.get(10, TimeUnit.SECONDS)).isEqualTo(new Outcome.Succeeded<>("x"));
    }

    @Test
    void joinsATaskOfTheSameInputThatRunsElsewhere() throws InterruptedException {
        TaskEngine first = engine(registry());
        TaskEngine second = engine(registry());
        TaskHandle<String> handle = first.submit(WAIT, "x", by("ana").joinIfRunning());
        atGate.acquire();

        assertThat(second.submit(WAIT, "x", by("ana").joinIfRunning()).id()).isEqualTo(handle.id());
        assertThat(second.submit(WAIT, "y", by("bea").key("k")).id())
                .isEqualTo(first.submit(WAIT, "y", by("bea").key("k")).id());
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> second.submit(WAIT, "other", by("ana").joinIfRunning()))
                .satisfies(e -> assertThat(e.conflicting()).contains(handle.id()));
    }

    @Test
    void keepsTasksWrittenInPlaceInThisProcess() throws InterruptedException {
        SharedRegistry registry = registry();
        TaskEngine tasks = engine(registry);
        registry.cutOff();

        TaskHandle<String> handle = tasks.submit("in place", context -> "here");

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("here"));
        registry.heal();
        TaskHandle<String> other = tasks.submit(ECHO, "x", by("ana"));
        outcomeOf(other);
        assertThat(tasks.list(TaskQuery.newest(10)))
                .extracting(TaskSnapshot::id)
                .containsExactly(other.id(), handle.id());
        assertThat(tasks.find(handle.id())).isPresent();
    }

    @Test
    void keepsWithinTheLimits() throws InterruptedException {
        TaskType<String, String> two = WAIT.maxRunning(2);
        TaskEngine tasks = engineWith(registry(), two, this::waitAtGate);
        List<TaskHandle<String>> handles = tasks.submitAll(two, List.of("a", "b", "c", "d"), by("ana"));
        atGate.acquire(2);

        advanceABit();

        assertThat(atGate.availablePermits()).as("a third one at the gate").isZero();
        assertThat(handles).extracting(SharedEnginesTest::stateOf).containsExactly(RUNNING, RUNNING, QUEUED, QUEUED);
        gate.countDown();
        for (TaskHandle<String> handle : handles) {
            outcomeOf(handle);
        }
    }

    @Test
    void refusesMoreThanMayWait() {
        TaskEngine tasks = TaskEngine.builder()
                .registry(registry())
                .time(time)
                .executor(TaskExecutor.on(work -> {}, 1))
                .maxWaiting(2)
                .maxWaitingPerOwner(1)
                .register(ECHO, (input, context) -> input)
                .build();
        engines.add(tasks);
        TaskHandle<String> first = tasks.submit(ECHO, "x", by("ana").key("one"));

        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> tasks.submit(ECHO, "y", by("ana")))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(TaskRefusedException.Reason.OWNER_LIMIT));
        assertThat(tasks.submit(ECHO, "x", by("ana").key("one")).id()).isEqualTo(first.id());
        tasks.submit(ECHO, "x", by("bea"));
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> tasks.submit(ECHO, "y", by("cleo")))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(TaskRefusedException.Reason.QUEUE_FULL));
    }

    @Test
    void firesEachSlotOnceThoughSeveralEnginesLook() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        Recurrence hourly = Recurrence.named("hourly").on(Schedule.every(ofHours(1)));
        for (int i = 0; i < 3; i++) {
            engines.add(TaskEngine.builder()
                    .registry(registry())
                    .time(time)
                    .register(ECHO, (input, context) -> "run " + runs.incrementAndGet())
                    .recurring(hourly, ECHO, "x", by("clock"))
                    .build());
        }

        for (int hour = 1; hour <= 3; hour++) {
            int expected = hour;
            time.advance(ofHours(1));
            advanceUntil(() -> ended() == expected);
        }

        advanceABit();
        assertThat(runs).hasValue(3);
        assertThat(engines.getFirst().list(TaskQuery.newest(10))).hasSize(3);
    }

    @Test
    void goesOnWithARecurrenceAfterARestart() throws InterruptedException {
        Recurrence hourly = Recurrence.named("hourly").on(Schedule.every(ofHours(1)));
        TaskEngine first = TaskEngine.builder()
                .registry(registry())
                .time(time)
                .register(ECHO, (input, context) -> input)
                .recurring(hourly, ECHO, "x", by("clock"))
                .build();
        assertThat(first.recurring()).as("recorded before it ends").hasSize(1);
        first.shutdown(ZERO);
        time.advance(ofHours(5));

        engines.add(TaskEngine.builder()
                .registry(registry())
                .time(time)
                .register(ECHO, (input, context) -> input)
                .recurring(hourly, ECHO, "x", by("clock"))
                .build());

        advanceUntil(() -> ended() == 1);
        advanceABit();
        assertThat(engines.getFirst().list(TaskQuery.newest(10)))
                .as("five were missed, and one run stands for them")
                .hasSize(1);
    }

    @Test
    void listsTheEnginesAndWhatEachRuns() throws InterruptedException {
        SharedRegistry registry = registry();
        TaskEngine first = TaskEngine.builder()
                .registry(registry)
                .nodeName("first")
                .time(time)
                .register(WAIT, this::waitAtGate)
                .build();
        engines.add(first);
        TaskEngine second = engine(registry());
        TaskHandle<String> handle = first.submit(WAIT, "x", by("ana"));
        atGate.acquire();

        assertThat(second.nodes()).hasSize(2).allMatch(NodeStatus::alive);
        List<TaskSnapshot> running = new ArrayList<>();
        second.nodes()
                .forEach(node -> running.addAll(second.runningOn(node.node().id())));
        assertThat(running).extracting(TaskSnapshot::id).containsExactly(handle.id());
        assertThat(second.nodes()).extracting(node -> node.node().name()).contains("first");
    }

    @Test
    void startsNothingMoreWhenItIsDrained() throws InterruptedException {
        SharedRegistry registry = registry();
        TaskEngine tasks = engine(registry);
        TaskEngine asking = submittingOnly();
        TaskHandle<String> running = tasks.submit(WAIT, "x", by("ana"));
        atGate.acquire();

        assertThat(asking.drain(registry.node().id(), true)).isTrue();
        advanceABit();
        TaskHandle<String> waiting = tasks.submit(ECHO, "y", by("ana"));
        advanceABit();
        assertThat(stateOf(waiting)).isEqualTo(QUEUED);
        gate.countDown();
        assertThat(outcomeOf(running)).as("what runs goes on").isEqualTo(new Outcome.Succeeded<>("x"));

        assertThat(asking.drain(registry.node().id(), false)).isTrue();
        assertThat(awaitWithTime(waiting)).isEqualTo(new Outcome.Succeeded<>("y"));
    }

    @Test
    void saysAtTheStartThatItsRegistryIsAway() {
        SharedRegistry away = registry();
        away.cutOff();

        assertThatExceptionOfType(RegistryUnavailableException.class)
                .isThrownBy(() -> TaskEngine.builder().registry(away).build());
    }

    @Test
    void refusesALeaseThatIsShorterThanThreeHeartbeats() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> new Liveness(ofSeconds(2), ofSeconds(1)))
                .withMessage("lease is PT2S, but must last for 3 heartbeats at least, of PT1S each");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> TaskEngine.builder().lease(ofMillis(10)));
    }

    private SharedRegistry registry() {
        SharedRegistry one = shared.registry();
        registries.add(one);
        return one;
    }

    private TaskEngine engine(SharedRegistry registry) {
        TaskEngine engine = TaskEngine.builder()
                .registry(registry)
                .time(time)
                .register(ECHO, (input, context) -> input)
                .register(WAIT, this::waitAtGate)
                .build();
        engines.add(engine);
        return engine;
    }

    private TaskEngine engineWith(
            SharedRegistry registry, TaskType<String, String> type, BackgroundTask<String, String> task) {
        TaskEngine engine = TaskEngine.builder()
                .registry(registry)
                .time(time)
                .register(type, task)
                .build();
        engines.add(engine);
        return engine;
    }

    /** An engine that has room for nothing. */
    private TaskEngine submittingOnly() {
        TaskEngine engine = TaskEngine.builder()
                .registry(registry())
                .time(time)
                .executor(NO_ROOM)
                .register(ECHO, (input, context) -> input)
                .register(WAIT, this::waitAtGate)
                .build();
        engines.add(engine);
        return engine;
    }

    private TaskEngine submittingOnly(TaskType<String, String> type) {
        TaskEngine engine = TaskEngine.builder()
                .registry(registry())
                .time(time)
                .executor(NO_ROOM)
                .register(type, this::waitAtGate)
                .build();
        engines.add(engine);
        return engine;
    }

    private static final TaskExecutor NO_ROOM = new TaskExecutor() {
        @Override
        public boolean tryStart(Runnable work) {
            return false;
        }

        @Override
        public void onRoom(Runnable callback) {}

        @Override
        public boolean shutdown(Duration limit) {
            return true;
        }
    };

    private String waitAtGate(String input, TaskContext context) throws InterruptedException {
        atGate.release();
        gate.await();
        return input;
    }

    private static void awaitIgnoringInterrupts(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                latch.await();
                open = true;
            } catch (InterruptedException ignored) {
                // this is what an uncooperative task does
            }
        }
    }

    private TaskHandle<String> handleIn(TaskEngine engine, TaskHandle<String> handle) {
        return engine.find(WAIT, handle.id(), Owner.of("ana")).orElseThrow();
    }

    private static UUID runningNode(TaskEngine engine) {
        return engine.nodes().stream()
                .filter(node -> node.running() > 0)
                .findFirst()
                .orElseThrow()
                .node()
                .id();
    }

    private long ended() {
        return engines.getFirst().list(TaskQuery.newest(100)).stream()
                .filter(task -> task.state().isFinal())
                .count();
    }

    private static TaskState stateOf(TaskHandle<?> handle) {
        return handle.snapshot().state();
    }

    private static <R> Outcome<R> outcomeOf(TaskHandle<R> handle) throws InterruptedException {
        return handle.await(LONG).orElseThrow(() -> new AssertionError("not ended: " + handle.snapshot()));
    }

    /** Lets time pass in steps until a task has ended. */
    private <R> Outcome<R> awaitWithTime(TaskHandle<R> handle) throws InterruptedException {
        advanceUntil(() -> handle.snapshot().state().isFinal());
        return handle.await(LONG).orElseThrow();
    }

    /** A few heartbeats. */
    private void advanceABit() {
        for (int second = 0; second < 4; second++) {
            advanceASecond();
        }
    }

    private void advanceUntil(BooleanSupplier condition) {
        boolean met = condition.getAsBoolean();
        while (!met) {
            advanceASecond();
            for (int look = 0; look < 20 && !met; look++) {
                LockSupport.parkNanos(50_000);
                met = condition.getAsBoolean();
            }
        }
    }

    /** Every heart that can has beaten meanwhile, or a busy machine would cost an engine its lease. */
    private void advanceASecond() {
        Map<SharedRegistry, Long> before = new HashMap<>();
        registries.stream()
                .filter(SharedRegistry::isAlive)
                .forEach(registry -> before.put(registry, registry.heartbeats()));
        time.advance(ofSeconds(1));
        before.forEach((registry, beats) -> await(() -> registry.heartbeats() > beats || !registry.isAlive()));
    }

    private static void await(BooleanSupplier condition) {
        EngineFixture.await(condition);
    }
}
