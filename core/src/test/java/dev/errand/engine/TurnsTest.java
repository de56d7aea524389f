package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Command;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Priority;
import dev.errand.QueuePlace;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskType;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.TaskQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who runs next, and who has to wait: owners, resources, priorities, kinds of threads. */
class TurnsTest extends ItemFixture {

    private static final TaskType<String, String> OTHER = TaskType.named("other", String.class, String.class);

    @Test
    void runsAsManyTasksOfAnOwnerAsSheMay() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, this::waitAtGate)
                .register(OTHER, this::waitAtGate)
                .maxRunningPerOwner(2));
        List<TaskHandle<String>> anas = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            anas.add(tasks.submit(ECHO, "ana", by("ana")));
            anas.add(tasks.submit(OTHER, "ana", by("ana")));
        }
        TaskHandle<String> olgas = tasks.submit(ECHO, "olga", by("olga"));
        atGate.acquire(3);

        assertThat(stateOf(olgas)).isEqualTo(RUNNING);
        assertThat(anas).filteredOn(handle -> stateOf(handle) == RUNNING).hasSize(2);
        openGate();
        for (TaskHandle<String> handle : anas) {
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @Test
    void runsAsManyTasksOnAResourceAsItHasRoomFor() throws InterruptedException {
        TaskType<String, String> reports = ECHO.using("db", "printer");
        TaskType<String, String> exports = OTHER.using("db");
        TaskEngine tasks = use(builder()
                .register(reports, this::waitAtGate)
                .register(exports, this::waitAtGate)
                .resource("db", 2)
                .resource("printer", 1));
        TaskHandle<String> first = tasks.submit(reports, "1");
        TaskHandle<String> noPrinter = tasks.submit(reports, "2");
        TaskHandle<String> second = tasks.submit(exports, "3");
        TaskHandle<String> noDatabase = tasks.submit(exports, "4");
        TaskHandle<String> needsNothing = tasks.submit("free", context -> waitAtGate("", context));
        atGate.acquire(3);

        assertThat(List.of(first, second, needsNothing)).allMatch(handle -> stateOf(handle) == RUNNING);
        assertThat(List.of(noPrinter, noDatabase)).allMatch(handle -> stateOf(handle) == QUEUED);
        openGate();
        assertThat(outcomeOf(noPrinter)).isEqualTo(new Outcome.Succeeded<>("2"));
        assertThat(outcomeOf(noDatabase)).isEqualTo(new Outcome.Succeeded<>("4"));
    }

    @Test
    void refusesAResourceThatTheEngineDoesNotHave() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder()
                        .register(ECHO.using("db"), this::waitAtGate)
                        .resource("printer", 1)
                        .build())
                .withMessage("resource of echo is \"db\", but must be one of the engine's: [printer]");
    }

    @Test
    void startsByPriorityAndThenByTurnsBetweenOwners() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> {
                    begun.add(input);
                    return input;
                })
                .executor(TaskExecutor.virtualThreads(1)));
        TaskHandle<String> holder = tasks.submit("holds the only place", context -> waitAtGate("", context));
        atGate.acquire();
        List<TaskHandle<String>> handles = new ArrayList<>();
        handles.add(tasks.submit(ECHO, "low", by("ana").priority(Priority.LOW)));
        for (String input : List.of("ana 1", "ana 2", "ana 3", "olga 1", "olga 2", "eva 1")) {
            handles.add(tasks.submit(ECHO, input, by(input.substring(0, input.indexOf(' ')))));
        }
        handles.add(tasks.submit(ECHO, "high", by("ana").priority(Priority.HIGH)));
        openGate();
        outcomeOf(holder);
        for (TaskHandle<String> handle : handles) {
            outcomeOf(handle);
        }

        assertThat(begun).startsWith("high").endsWith("low").hasSize(8);
        assertThat(begun.indexOf("eva 1")).as("a turn each before a second one").isLessThan(begun.indexOf("ana 2"));
        assertThat(begun.indexOf("olga 1")).isLessThan(begun.indexOf("ana 2"));
        assertThat(begun.indexOf("olga 2")).isLessThan(begun.indexOf("ana 3"));
    }

    @Test
    void runsTasksThatComputeOnPlatformThreadsOfTheirOwn() throws InterruptedException {
        TaskType<String, String> computing = OTHER.computing();
        TaskEngine tasks = use(builder()
                .register(ECHO, this::waitAtGate)
                .register(
                        computing,
                        (input, context) -> "virtual: " + Thread.currentThread().isVirtual())
                .executor(TaskExecutor.virtualThreads(1)));
        tasks.submit(ECHO, "holds the only virtual place");
        atGate.acquire();
        tasks.submit(ECHO, "waits");

        assertThat(outcomeOf(tasks.submit(computing, "x"))).isEqualTo(new Outcome.Succeeded<>("virtual: false"));
    }

    @Test
    void letsTasksThatComputeWaitForTheirOwnPlaces() throws InterruptedException {
        TaskType<String, String> computing = OTHER.computing();
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> input)
                .register(computing, this::waitAtGate)
                .computingExecutor(TaskExecutor.platformThreads(1)));
        TaskHandle<String> first = tasks.submit(computing, "1");
        TaskHandle<String> second = tasks.submit(computing, "2");
        atGate.acquire();

        assertThat(stateOf(second)).isEqualTo(QUEUED);
        assertThat(outcomeOf(tasks.submit(ECHO, "x"))).isEqualTo(new Outcome.Succeeded<>("x"));
        openGate();
        outcomeOf(first);
        assertThat(outcomeOf(second)).isEqualTo(new Outcome.Succeeded<>("2"));
    }

    @Test
    void tellsThePlaceOfATaskThatWaits() throws InterruptedException {
        TaskType<String, String> narrow = ECHO.maxRunning(1);
        TaskEngine tasks = use(builder().register(narrow, this::waitAtGate));
        TaskHandle<String> early = tasks.submit(narrow, "waits");
        atGate.acquire();
        assertThat(early.place()).as("runs").isEmpty();
        TaskHandle<String> next = tasks.submit(narrow, "x");
        assertThat(next.place()).contains(new QueuePlace(1, Optional.empty()));
        openGate();
        outcomeOf(next);
        assertThat(next.place()).as("ended").isEmpty();
    }

    @Test
    void expectsAWaitOnceItHasSeenEnough() throws InterruptedException {
        TaskType<String, String> narrow = ECHO.maxRunning(2);
        TaskEngine tasks = use(builder().register(narrow, (input, context) -> {
            if (input.equals("waits")) {
                return waitAtGate(input, context);
            }
            time.advance(ofMinutes(2));
            return input;
        }));
        for (int i = 0; i < 5; i++) {
            outcomeOf(tasks.submit(narrow, "takes two minutes"));
        }
        tasks.submit(narrow, "waits");
        tasks.submit(narrow, "waits");
        atGate.acquire(2);
        List<TaskHandle<String>> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(tasks.submit(narrow, "waits"));
        }

        assertThat(waiting)
                .extracting(handle -> handle.place().orElseThrow().position())
                .containsExactly(1, 2, 3, 4);
        assertThat(waiting)
                .extracting(
                        handle -> handle.place().orElseThrow().expectedWait().orElseThrow())
                .containsExactly(ofMinutes(2), ofMinutes(2), ofMinutes(4), ofMinutes(4));
        waiting.get(1).cancel();
        assertThat(waiting.get(3).place().orElseThrow().position()).isEqualTo(3);
    }

    /** However a task ends, whoever waits for its place, its owner's and its resource's gets it. */
    @ParameterizedTest
    @ValueSource(
            strings = {"succeeds", "partly", "fails", "says so", "error", "cancelled", "late", "retried", "paused"})
    void givesEverythingBackAfterEveryEnd(String end) throws InterruptedException {
        TaskType<String, String> narrow = ECHO.maxRunning(1)
                .using("db")
                .timeout(ofMinutes(1))
                .retrying(Retry.fixed(2, ofSeconds(1)).unless(IllegalStateException.class));
        TaskEngine tasks = use(builder()
                .register(narrow, this::endsAsItsInputSays)
                .resource("db", 1)
                .maxRunningPerOwner(1)
                .maxWaiting(1)
                .executor(TaskExecutor.virtualThreads(1)));
        for (int round = 0; round < 3; round++) {
            TaskHandle<String> handle = tasks.submit(narrow, end, by("ana"));
            switch (end) {
                case "cancelled" -> {
                    atGate.acquire();
                    handle.cancel();
                    handle.forceStop(Command.by("olga"));
                }
                case "late" -> {
                    atGate.acquire();
                    time.advance(ofMinutes(1));
                    time.advance(ofSeconds(5));
                    awaitRetry(handle, 1);
                    handle.cancel();
                }
                case "retried" -> {
                    awaitRetry(handle, 1);
                    time.advance(ofSeconds(2));
                }
                case "paused" -> {
                    atGate.acquire();
                    handle.pause();
                    steps.release();
                    awaitState(handle, dev.errand.TaskState.PAUSED);
                    handle.cancel();
                }
                default -> {}
            }
            outcomeOf(handle);
        }

        assertThat(outcomeOf(tasks.submit(narrow, "succeeds", by("ana")))).isInstanceOf(Outcome.Succeeded.class);
    }

    private String endsAsItsInputSays(String input, TaskContext context) throws InterruptedException {
        switch (input) {
            case "partly" -> context.progress().failed();
            case "fails" -> throw new IllegalStateException("planted failure");
            case "says so" -> throw new TaskFailedException("No.");
            case "error" -> throw new StackOverflowError("planted");
            case "cancelled", "late" -> {
                atGate.release();
                steps.acquire();
            }
            case "retried" -> throw new IllegalArgumentException("planted failure");
            case "paused" -> {
                boolean unused = context.checkpoint(String.class).isEmpty();
                step(input);
                context.checkCancelled();
            }
            default -> {}
        }
        return input;
    }

    @Test
    void countsThoseOfOneOwnerWhoWait() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, this::waitAtGate)
                .executor(TaskExecutor.virtualThreads(1))
                .maxWaitingPerOwner(2));
        tasks.submit(ECHO, "holds", by("ana"));
        atGate.acquire();
        TaskHandle<String> waiting = tasks.submit(ECHO, "1", by("ana"));
        tasks.submit(ECHO, "2", by("ana").delay(ofSeconds(5)));

        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> tasks.submit(ECHO, "3", by("ana")))
                .withMessageContaining("already 2 tasks of this owner wait")
                .extracting(TaskRefusedException::reason)
                .isEqualTo(TaskRefusedException.Reason.OWNER_LIMIT);
        tasks.submit(ECHO, "1", by("olga"));
        waiting.cancel();
        tasks.submit(ECHO, "3", by("ana"));
    }

    @Test
    void keepsAllLimitsWhileTasksComeAndGo() throws InterruptedException {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        TaskType<String, String> narrow = ECHO.using("db");
        TaskEngine tasks = use(builder()
                .register(narrow, (input, context) -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    Thread.onSpinWait();
                    running.decrementAndGet();
                    return input;
                })
                .resource("db", 3)
                .maxRunningPerOwner(2)
                .executor(TaskExecutor.virtualThreads(50)));
        List<TaskHandle<String>> handles = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            TaskHandle<String> handle = tasks.submit(narrow, "x", by("owner " + i % 7));
            handles.add(handle);
            if (i % 3 == 0) {
                Thread.startVirtualThread(() -> {
                    handle.pause();
                    handle.resume();
                });
            }
        }
        for (TaskHandle<String> handle : handles) {
            await(() -> stateOf(handle).isFinal() || handle.resume() || stateOf(handle) != dev.errand.TaskState.PAUSED);
            outcomeOf(handle);
        }

        assertThat(most.get()).isBetween(1, 3);
        assertThat(running.get()).isZero();
    }

    /** Virtual threads are not preempted, and carriers serve those that yield before those that are new. */
    @Test
    void letsOthersRunWhileTasksCompute() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            if (input.equals("computes")) {
                atGate.release();
                computeUntilStopped(context);
            }
            return input;
        }));
        int carriers = Runtime.getRuntime().availableProcessors();
        for (int task = 0; task < 2 * carriers; task++) {
            tasks.submit(ECHO, "computes");
        }
        atGate.acquire(2 * carriers);

        assertThat(outcomeOf(tasks.submit(ECHO, "quick"))).isEqualTo(new Outcome.Succeeded<>("quick"));

        tasks.list(TaskQuery.newest(100))
                .forEach(task -> tasks.find(task.id()).orElseThrow().cancel());
    }

    private static void computeUntilStopped(TaskContext context) {
        while (true) {
            context.checkCancelled();
        }
    }
}
