package dev.errand.engine;

import static dev.errand.RetryScope.ALL;
import static dev.errand.RetryScope.FAILED_ITEMS;
import static dev.errand.RetryScope.RESUME;
import static dev.errand.TaskState.QUEUED;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.ErrorBudget;
import dev.errand.Outcome;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskRefusedException.Reason;
import dev.errand.TaskType;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.Retention;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RetryRefusedTest extends ItemFixture {

    @ParameterizedTest
    @EnumSource(RetryScope.class)
    void isRefusedUntilTheTaskHasEnded(RetryScope scope) throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();

        assertRefused(handle, scope, "it has not ended");
    }

    @Test
    void isRefusedIfNothingIsLeft() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::quicklyThroughKeys));
        TaskHandle<String> inFull = tasks.submit(ECHO, "x");
        outcomeOf(inFull);
        assertRefused(inFull, RESUME, "it came to its end, so nothing is left");
        assertRefused(inFull, FAILED_ITEMS, "it has no failed items");

        broken.add("a");
        TaskHandle<String> partial = tasks.submit(ECHO, "x");
        outcomeOf(partial);
        assertRefused(partial, RESUME, "it came to its end, so nothing is left");
        assertThat(outcomeOf(partial.retry(ALL))).isInstanceOf(Outcome.Partial.class);
    }

    @Test
    void isRefusedForTheFailedItemsOfATaskThatStoppedMidway() throws InterruptedException {
        TaskType<String, String> type = ECHO.errorBudget(ErrorBudget.items(0));
        TaskEngine tasks = use(builder().register(type, this::quicklyThroughKeys));
        broken.add("c");
        TaskHandle<String> failed = tasks.submit(type, "x");
        assertThat(outcomeOf(failed)).isInstanceOf(Outcome.Failed.class);

        assertRefused(failed, FAILED_ITEMS, "it stopped midway");

        TaskHandle<String> goneOn = failed.retry(RESUME);
        assertThat(outcomeOf(goneOn)).isInstanceOf(Outcome.Partial.class);
        assertThat(outcomeOf(goneOn.retry(FAILED_ITEMS))).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void isRefusedIfFailedItemsHaveNoNames() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.progress().failed("a", "known");
            context.progress().failed();
            return "through";
        }));
        TaskHandle<String> partial = tasks.submit(ECHO, "x");
        outcomeOf(partial);

        assertRefused(partial, FAILED_ITEMS, "does not know the keys of all items that failed");
    }

    @ParameterizedTest
    @EnumSource(RetryScope.class)
    void isRefusedForTasksWrittenInPlace(RetryScope scope) throws InterruptedException {
        TaskHandle<String> handle = use(builder()).submit("once", context -> {
            throw new IllegalStateException("planted failure");
        });
        outcomeOf(handle);

        assertRefused(handle, scope, "its code is not registered");
    }

    @ParameterizedTest
    @EnumSource(RetryScope.class)
    void isRefusedForForgottenTasks(RetryScope scope) throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, this::quicklyThroughKeys)
                .registry(new MemoryTaskRegistry(new Retention(0, Duration.ofDays(1)))));
        broken.add("a");
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        outcomeOf(handle);

        assertRefused(handle, scope, "it is forgotten");
    }

    @Test
    void isRefusedIfTheQueueIsFull() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> input.equals("holds") ? waitAtGate(input, context) : fail())
                .executor(TaskExecutor.virtualThreads(1))
                .maxWaiting(1));
        TaskHandle<String> failed = tasks.submit(ECHO, "x");
        outcomeOf(failed);
        TaskHandle<String> holder = tasks.submit(ECHO, "holds");
        atGate.acquire();
        TaskHandle<String> waiting = tasks.submit(ECHO, "x");

        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> failed.retry(RESUME))
                .extracting(TaskRefusedException::reason)
                .isEqualTo(Reason.QUEUE_FULL);
        assertThat(stateOf(failed)).as("unchanged").isEqualTo(dev.errand.TaskState.FAILED);
        waiting.cancel();
        TaskHandle<String> again = failed.retry(RESUME);
        assertThat(stateOf(again)).isEqualTo(QUEUED);
        openGate();
        outcomeOf(holder);
        assertThat(outcomeOf(again)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void isRefusedAfterAShutdown() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> fail()));
        TaskHandle<String> failed = tasks.submit(ECHO, "x");
        outcomeOf(failed);
        tasks.shutdown(ZERO);

        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> failed.retry(RESUME))
                .extracting(TaskRefusedException::reason)
                .isEqualTo(Reason.SHUT_DOWN);
    }

    private static void assertRefused(TaskHandle<?> handle, RetryScope scope, String why) {
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> handle.retry(scope))
                .withMessageContaining(why)
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(Reason.NOT_RETRYABLE))
                .satisfies(refusal -> assertThat(refusal.conflicting()).contains(handle.id()));
    }

    private static String fail() {
        throw new IllegalStateException("planted failure");
    }
}
