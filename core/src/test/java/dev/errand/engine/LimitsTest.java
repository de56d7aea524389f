package dev.errand.engine;

import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.executor.TaskExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LimitsTest extends EngineFixture {

    private static final TaskType<String, String> OTHER = TaskType.named("other", String.class, String.class);

    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();

    @Test
    void runsAsManyTasksAsTheExecutorTakes() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate).executor(TaskExecutor.virtualThreads(3)));
        List<TaskHandle<String>> handles = submit(tasks, ECHO, 5);
        atGate.acquire(3);

        assertThat(states(handles)).containsExactly(RUNNING, RUNNING, RUNNING, QUEUED, QUEUED);

        openGate();
        for (TaskHandle<String> handle : handles) {
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @Test
    void runsAsManyTasksOfATypeAsItAllows() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.maxRunning(2), this::waitAtGate));
        List<TaskHandle<String>> handles = submit(tasks, ECHO, 4);
        atGate.acquire(2);

        assertThat(states(handles)).containsExactly(RUNNING, RUNNING, QUEUED, QUEUED);

        openGate();
        for (TaskHandle<String> handle : handles) {
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @Test
    void letsATypeAtItsLimitHoldUpNobodyElse() throws InterruptedException {
        TaskEngine tasks = use(
                builder().register(ECHO.maxRunning(1), this::waitAtGate).register(OTHER, (input, context) -> input));
        submit(tasks, ECHO, 3);

        assertThat(outcomeOf(tasks.submit(OTHER, "quick"))).isEqualTo(new Outcome.Succeeded<>("quick"));
    }

    @Test
    void startsTasksInTheOrderOfSubmission() throws InterruptedException {
        List<String> order = new ArrayList<>();
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> remember(order, input))
                .register(OTHER, (input, context) -> remember(order, input))
                .executor(TaskExecutor.virtualThreads(1)));
        TaskHandle<String> first = tasks.submit("holds the only place", context -> waitAtGate("", context));
        atGate.acquire();
        tasks.submit(ECHO, "1");
        tasks.submit(OTHER, "2");
        tasks.submit(ECHO, "3");
        TaskHandle<String> last = tasks.submit(OTHER, "4");

        openGate();
        outcomeOf(first);
        outcomeOf(last);

        assertThat(order).containsExactly("1", "2", "3", "4");
    }

    @Test
    void keepsItsLimitsUnderLoad() throws InterruptedException {
        TaskEngine tasks = use(
                builder().register(ECHO.maxRunning(3), this::countRunning).executor(TaskExecutor.virtualThreads(5)));
        List<Thread> submitters = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            submitters.add(Thread.startVirtualThread(() -> submit(tasks, ECHO, 250)));
        }
        for (Thread submitter : submitters) {
            submitter.join();
        }

        assertThat(outcomeOf(tasks.submit(ECHO, "last"))).isInstanceOf(Outcome.Succeeded.class);
        assertThat(most.get()).isBetween(1, 3);
    }

    @Test
    void runsOnAnyExecutor() throws InterruptedException {
        Executor onePlatformThreadEach = work -> Thread.ofPlatform().daemon().start(work);
        TaskEngine tasks = use(builder().executor(TaskExecutor.on(onePlatformThreadEach, 4)));

        assertThat(outcomeOf(
                        tasks.submit("where", context -> Thread.currentThread().isVirtual())))
                .isEqualTo(new Outcome.Succeeded<>(false));
    }

    @Test
    void triesAgainWhenAnExecutorOfOthersWasFull() throws InterruptedException {
        AtomicBoolean full = new AtomicBoolean(true);
        Executor shared = work -> {
            if (full.get()) {
                throw new RejectedExecutionException("others use it up");
            }
            Thread.startVirtualThread(work);
        };
        TaskEngine tasks = use(builder().executor(TaskExecutor.on(shared, 4)));
        TaskHandle<String> handle = tasks.submit("patient", context -> "done");
        assertThat(stateOf(handle)).isEqualTo(QUEUED);

        full.set(false);
        time.advance(Duration.ofSeconds(1));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("done"));
    }

    @Test
    void runsALongQueueOnTheCallersThreadWithoutDeepStacks() throws InterruptedException {
        TaskEngine tasks =
                use(builder().register(ECHO, (input, context) -> input).executor(TaskExecutor.on(Runnable::run, 1)));
        TaskHandle<List<TaskHandle<String>>> outer =
                tasks.submit("submits from inside", context -> submit(tasks, ECHO, 5_000));

        for (TaskHandle<String> handle : ((Outcome.Succeeded<List<TaskHandle<String>>>) outcomeOf(outer)).result()) {
            assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Succeeded.class);
        }
    }

    @Test
    void refusesLimitsThatAreNone() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder().maxWaiting(0))
                .withMessage("max waiting is 0, but must be 1 or more");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder().shutdownGrace(Duration.ofSeconds(-1)))
                .withMessage("shutdown grace is PT-1S, but must be zero or more");
    }

    private String countRunning(String input, TaskContext context) {
        most.accumulateAndGet(running.incrementAndGet(), Math::max);
        Thread.onSpinWait();
        running.decrementAndGet();
        return input;
    }

    private static String remember(List<String> order, String input) {
        order.add(input);
        return input;
    }

    private static List<TaskHandle<String>> submit(TaskEngine tasks, TaskType<String, String> type, int count) {
        List<TaskHandle<String>> handles = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            handles.add(tasks.submit(type, "input " + i));
        }
        return handles;
    }

    private static List<TaskState> states(List<TaskHandle<String>> handles) {
        return handles.stream().map(EngineFixture::stateOf).toList();
    }
}
