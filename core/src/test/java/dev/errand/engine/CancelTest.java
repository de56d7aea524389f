package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.CANCELLING;
import static dev.errand.TaskState.SUCCEEDED;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.executor.TaskExecutor;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CancelTest extends EngineFixture {

    private static final String ON_REQUEST = "It was cancelled on request.";

    @Test
    void endsAWaitingTaskAtOnceAndNeverRunsIt() throws InterruptedException {
        AtomicBoolean ran = new AtomicBoolean();
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> "ran " + ran.getAndSet(true))
                .executor(TaskExecutor.virtualThreads(1)));
        TaskHandle<String> holder = tasks.submit("holds the only place", context -> waitAtGate("", context));
        atGate.acquire();
        TaskHandle<String> waiting = tasks.submit(ECHO, "a");

        assertThat(waiting.cancel()).isTrue();

        assertThat(stateOf(waiting)).isEqualTo(CANCELLED);
        assertThat(outcomeOf(waiting)).isEqualTo(new Outcome.Cancelled<>(ON_REQUEST, Optional.empty()));
        openGate();
        outcomeOf(holder);
        assertThat(outcomeOf(tasks.submit("later one", context -> "runs"))).isEqualTo(new Outcome.Succeeded<>("runs"));
        assertThat(ran).isFalse();
    }

    @Test
    void endsATaskThatWaitsForItsTime() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a", by("ana").delay(ofSeconds(5)));

        assertThat(handle.cancel()).isTrue();

        time.advance(ofSeconds(10));
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void endsATaskThatWaitsForItsNextAttempt() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.retrying(Retry.fixed(3, ofSeconds(5))), (input, context) -> {
            atGate.release();
            throw new IllegalStateException("broken");
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        awaitRetry(handle, 1);

        assertThat(handle.cancel()).isTrue();

        time.advance(ofSeconds(10));
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(atGate.availablePermits()).as("further attempts").isZero();
    }

    @Test
    void stopsALoopAtItsNextItem() throws InterruptedException {
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle = tasks.submit("loops", context -> {
            for (int item : context.over(List.of(1, 2, 3, 4))) {
                if (item == 2) {
                    waitAtGate("", context);
                }
            }
            return "all";
        });
        atGate.acquire();

        assertThat(handle.cancel()).isTrue();
        assertThat(stateOf(handle)).isEqualTo(CANCELLING);
        openGate();

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Cancelled<>(ON_REQUEST, Optional.empty()));
        assertThat(handle.snapshot().progress().done()).isEqualTo(2);
        assertThat(handle.snapshot().percent()).hasValue(50);
    }

    @Test
    void stopsAStreamAtItsNextItem() throws InterruptedException {
        TaskEngine tasks = use(builder());
        TaskHandle<Long> handle = tasks.submit(
                "streams",
                context -> context.over(IntStream.range(0, 100).boxed())
                        .filter(item -> item == 10 && "".equals(waitQuietly(context)))
                        .count());
        atGate.acquire();
        handle.cancel();
        openGate();

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(handle.snapshot().progress().done()).isEqualTo(11);
    }

    @Test
    void keepsWhatTheTaskHasToShow() throws InterruptedException {
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle = tasks.submit("keeps", context -> {
            try {
                waitAtGate("", context);
                context.checkCancelled();
                return "all";
            } catch (TaskCancelledException cancelled) {
                throw cancelled.keeping("half");
            }
        });
        atGate.acquire();
        handle.cancel();
        openGate();

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Cancelled<>(ON_REQUEST, Optional.of("half")));
    }

    @Test
    void interruptsAfterTheGrace() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.cancelGrace(ofSeconds(3)), this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();

        handle.cancel();
        time.advance(ofSeconds(3).minusNanos(1));
        assertThat(stateOf(handle)).isEqualTo(CANCELLING);
        time.advance(ofSeconds(1));

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void takesAnyExceptionAfterTheInterruptForTheAnswer() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            try {
                return waitAtGate(input, context);
            } catch (InterruptedException e) {
                throw new InterruptedIOException("read was interrupted");
            }
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        handle.cancel();
        time.advance(ofSeconds(5));

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void isNotAnExcuseForAFailureOfItsOwn() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.retrying(Retry.fixed(3, ofSeconds(1))), (input, context) -> {
            waitAtGate(input, context);
            throw new IllegalStateException("broken before it heard of the cancel");
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        handle.cancel();
        openGate();

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Failed.class);
        assertThat(handle.snapshot().status().attempt())
                .as("no retry after a cancel")
                .isEqualTo(1);
    }

    @Test
    void saysSoWhenTheTaskFinishedFirst() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::ignoreEverything));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        handle.cancel();
        time.advance(ofSeconds(60));
        openGate();

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
        assertThat(stateOf(handle)).isEqualTo(SUCCEEDED);
    }

    @Test
    void isRequestedOnce() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();

        assertThat(handle.cancel()).isTrue();
        assertThat(handle.cancel()).isFalse();
        time.advance(ofSeconds(5));
        outcomeOf(handle);
        assertThat(handle.cancel()).as("too late").isFalse();
    }

    @Test
    void doesNotReachTheNextTaskOnTheThread() throws InterruptedException {
        try (ExecutorService oneThread = Executors.newSingleThreadExecutor()) {
            TaskEngine tasks = use(builder().executor(TaskExecutor.on(oneThread, 1)));
            for (int i = 0; i < 1_000; i++) {
                TaskHandle<String> cancelled = tasks.submit("ends as it is interrupted", context -> {
                    atGate.release();
                    return "done";
                });
                atGate.acquire();
                cancelled.cancel();
                time.advance(ofSeconds(5));

                assertThat(outcomeOf(tasks.submit(
                                "next", context -> Thread.currentThread().isInterrupted())))
                        .isEqualTo(new Outcome.Succeeded<>(false));
            }
            tasks.close();
        }
    }

    private String waitQuietly(TaskContext context) {
        try {
            return waitAtGate("", context);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
