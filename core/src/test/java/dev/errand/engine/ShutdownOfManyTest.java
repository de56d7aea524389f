package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.executor.TaskExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A shutdown finds tasks in every state there is, and is asked for in every way there is. */
class ShutdownOfManyTest extends EngineFixture {

    private static final TaskType<String, String> RETRIED =
            TaskType.named("retried", String.class, String.class).retrying(Retry.fixed(9, ofHours(1)));

    @Test
    void endsTasksInEveryStateWhenTheGraceIsOver() throws InterruptedException {
        AtomicInteger begun = new AtomicInteger();
        TaskEngine tasks = use(builder()
                .executor(TaskExecutor.virtualThreads(1))
                .register(ECHO, (input, context) -> {
                    begun.incrementAndGet();
                    return ignoreEverything(input, context);
                })
                .register(RETRIED, (input, context) -> {
                    throw new IllegalStateException("planted");
                }));
        List<TaskHandle<String>> handles = new ArrayList<>();
        TaskHandle<String> retried = tasks.submit(RETRIED, "waits for its next attempt");
        handles.add(retried);
        awaitState(retried, TaskState.WAITING_RETRY);
        handles.add(tasks.submit(ECHO, "runs, and heeds nothing"));
        atGate.acquire();
        for (int i = 0; i < 1_000; i++) {
            handles.add(tasks.submit(ECHO, "queued"));
            handles.add(tasks.submit(ECHO, "scheduled", by("ana").delay(ofHours(1))));
        }
        handles.subList(500, 600).forEach(TaskHandle::pause);

        assertThat(tasks.shutdown(ofMillis(50))).isFalse();

        assertThat(handles).allSatisfy(handle -> assertThat(stateOf(handle)).isEqualTo(TaskState.CANCELLED));
        assertThat(handles).allSatisfy(handle -> assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class));
        assertThat(begun).as("tasks begun").hasValue(1);
        assertRefused(() -> tasks.submit(ECHO, "late"));
        assertRefused(() -> tasks.submitAll(ECHO, List.of("late"), by("ana")));
        assertRefused(() -> handles.getFirst().retry(RetryScope.RESUME));
        assertRefused(() -> handles.getFirst().retry(RetryScope.ALL));
    }

    @Test
    void twoTasksThatCloseTheirEngineDoNotWaitForEachOther() throws InterruptedException {
        TaskEngine tasks = use(builder());
        CyclicBarrier both = new CyclicBarrier(2);
        List<TaskHandle<Boolean>> handles = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            handles.add(tasks.submit("closes", context -> {
                both.await();
                return tasks.shutdown(ofMillis(50));
            }));
        }

        assertThat(handles).allSatisfy(handle -> assertThat(outcomeOf(handle)).isNotNull());
    }

    @Test
    void twoThreadsCloseAtTheSameTime() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        CountDownLatch closed = new CountDownLatch(2);
        for (int i = 0; i < 2; i++) {
            Thread.startVirtualThread(() -> {
                try {
                    tasks.shutdown(ZERO);
                    closed.countDown();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
        closed.await();

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(stateOf(handle)).isEqualTo(TaskState.CANCELLED);
    }

    @Test
    void tellsTheOneWhoWaitsThatTheOtherOneDidNot() throws Exception {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        FutureTask<Boolean> patient = new FutureTask<>(() -> tasks.shutdown(ofMinutes(1)));
        Thread waiting = Thread.ofPlatform().start(patient);
        EngineFixture.await(() -> waiting.getState() == Thread.State.TIMED_WAITING);

        assertThat(tasks.shutdown(ZERO)).isFalse();

        assertThat(patient.get()).isFalse();
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void refusesANegativeGraceBeforeItDoesAnything() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> tasks.shutdown(ofMinutes(-1)))
                .withMessage("grace is PT-1M, but must be zero or more");

        assertThat(outcomeOf(tasks.submit(ECHO, "a"))).isEqualTo(new Outcome.Succeeded<>("a"));
    }

    private static void assertRefused(Runnable submission) {
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(submission::run)
                .satisfies(refused -> assertThat(refused.reason()).isEqualTo(TaskRefusedException.Reason.SHUT_DOWN));
    }
}
