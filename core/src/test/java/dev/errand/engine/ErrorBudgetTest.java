package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.ErrorBudget;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.progress.Pace;
import dev.errand.progress.Phase;
import dev.errand.progress.Progress;
import dev.errand.progress.Units;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ErrorBudgetTest extends ItemFixture {

    private static final List<String> HUNDREDS =
            IntStream.range(0, 1_000).mapToObj(String::valueOf).toList();

    /** Every third item fails: 0, 3, 6 … */
    private static void failEveryThird(TaskContext context, String item) {
        if (Integer.parseInt(item) % 3 == 0) {
            context.progress().failed();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // items, percent, failed, processed, total, while it runs, at its end
        "0,    100,  0, 10,   ,   false, false",
        "0,    100,  1, 10,   ,   true,  true",
        "2,    100,  2, 10,   ,   false, false",
        "2,    100,  3, 10,   ,   true,  true",
        "1000, 10,   1, 5,    10, false, true",
        "1000, 10,   2, 5,    10, true,  true",
        "1000, 10,   1, 9,    ,   false, true",
        "1000, 10,   10, 99,  ,   false, true",
        "1000, 10,   10, 100, ,   false, false",
        "1000, 10,   11, 100, ,   true,  true",
        "1000, 0,    1, 10,   100, true, true",
        "1000, 0,    0, 10,   100, false, false",
        "1000, 100,  10, 10,  10,  false, false"
    })
    void isExceededByOneMore(
            long items, double percent, long failed, long processed, Long total, boolean running, boolean ended) {
        OptionalLong known = total == null ? OptionalLong.empty() : OptionalLong.of(total);
        Progress progress = new Progress(
                new Units(processed - failed, failed, 0, known), Phase.UNNAMED, "", Pace.UNKNOWN, List.of());
        ErrorBudget budget = new ErrorBudget(items, percent);

        assertThat(budget.isExceededBy(progress, 0, false)).as("while it runs").isEqualTo(running);
        assertThat(budget.isExceededBy(progress, 0, true)).as("at its end").isEqualTo(ended);
    }

    @Test
    void stopsALoopAtTheFirstItemTooMany() throws InterruptedException {
        TaskType<String, String> type = ECHO.errorBudget(ErrorBudget.items(2)).retrying(Retry.fixed(3, Duration.ZERO));
        TaskEngine tasks = use(builder().register(type, (input, context) -> {
            for (String item : context.over(HUNDREDS)) {
                failEveryThird(context, item);
            }
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(type, "x");

        assertFailed(handle, "Too many items failed: 3 of 7 so far. The task was stopped.");
        assertThat(handle.snapshot().progress().processed()).isEqualTo(7);
        assertThat(handle.snapshot().status().attempt()).as("no retry helps").isEqualTo(1);
    }

    @Test
    void stopsALoopWithKeys() throws InterruptedException {
        TaskType<String, String> type = ECHO.errorBudget(ErrorBudget.items(1));
        TaskEngine tasks = use(builder().register(type, this::quicklyThroughKeys));
        broken.addAll(List.of("a", "c", "e"));
        TaskHandle<String> handle = tasks.submit(type, "x");

        assertFailed(handle, "Too many items failed: 2 of 3 so far. The task was stopped.");
        assertThat(begun).containsExactly("a", "b", "c");
        assertThat(handle.snapshot().progress().failedItems()).extracting("key").containsExactly("a", "c");
    }

    @Test
    void isWholeAgainIfSomebodyAsksToGoOn() throws InterruptedException {
        TaskType<String, String> type = ECHO.errorBudget(ErrorBudget.items(1));
        TaskEngine tasks = use(builder().register(type, this::quicklyThroughKeys));
        broken.addAll(List.of("a", "b", "d"));
        TaskHandle<String> handle = tasks.submit(type, "x");
        assertFailed(handle, "Too many items failed: 2 of 2 so far. The task was stopped.");

        TaskHandle<String> goneOn = handle.retry(RetryScope.RESUME);

        assertThat(outcomeOf(goneOn)).isEqualTo(new Outcome.Partial<>("through", 3));
        assertThat(begun).as("each once").isEqualTo(ITEMS);
        broken.clear();
        assertThat(outcomeOf(goneOn.retry(RetryScope.FAILED_ITEMS))).isEqualTo(new Outcome.Succeeded<>("through"));
        assertThat(begun).endsWith("a", "b", "d").hasSize(8);
    }

    @Test
    void isExceededAgainByAsManyMore() throws InterruptedException {
        TaskType<String, String> type = ECHO.errorBudget(ErrorBudget.items(1));
        TaskEngine tasks = use(builder().register(type, this::quicklyThroughKeys));
        broken.addAll(ITEMS);
        TaskHandle<String> handle = tasks.submit(type, "x");
        assertFailed(handle, "Too many items failed: 2 of 2 so far. The task was stopped.");

        assertFailed(handle.retry(RetryScope.RESUME), "Too many items failed: 4 of 4 so far. The task was stopped.");
    }

    @Test
    void isAShareOfTheTotal() throws InterruptedException {
        TaskType<String, String> type = ECHO.errorBudget(ErrorBudget.percent(10));
        TaskEngine tasks = use(builder().register(type, (input, context) -> {
            for (String item : context.over(HUNDREDS)) {
                failEveryThird(context, item);
            }
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(type, "x");

        assertFailed(handle, "Too many items failed: 101 of 301 so far. The task was stopped.");
    }

    @Test
    void isAShareOfAtLeastAHundredWhileTheTotalIsUnknown() throws InterruptedException {
        TaskType<String, String> type = ECHO.errorBudget(ErrorBudget.percent(10));
        TaskEngine tasks = use(builder().register(type, (input, context) -> {
            Iterator<String> items = context.over(HUNDREDS.iterator());
            while (items.hasNext()) {
                failEveryThird(context, items.next());
            }
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(type, "x");

        assertFailed(handle, "Too many items failed: 34 of 100 so far. The task was stopped.");
    }

    @Test
    void isLookedAtWhenTheTaskHasEnded() throws InterruptedException {
        TaskType<String, String> type = ECHO.errorBudget(ErrorBudget.percent(10));
        TaskEngine tasks = use(builder().register(type, (input, context) -> {
            context.progress().advance(8);
            context.progress().failed(2);
            return "kept";
        }));
        TaskHandle<String> handle = tasks.submit(type, "x");

        assertFailed(handle, "Too many items failed: 2 of 10 so far. The task was stopped.");
        assertThat(((Outcome.Failed<String>) outcomeOf(handle)).kept()).contains("kept");
    }

    @Test
    void allowsWhatItSays() throws InterruptedException {
        TaskType<String, String> type = ECHO.errorBudget(ErrorBudget.items(2));
        TaskEngine tasks = use(builder().register(type, this::quicklyThroughKeys));
        broken.addAll(List.of("a", "e"));

        assertThat(outcomeOf(tasks.submit(type, "x"))).isEqualTo(new Outcome.Partial<>("through", 2));
    }

    @Test
    void isUnlimitedUnlessAskedFor() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::quicklyThroughKeys));
        broken.addAll(ITEMS);

        assertThat(outcomeOf(tasks.submit(ECHO, "x"))).isEqualTo(new Outcome.Partial<>("through", 5));
    }

    @Test
    void countsTheFailedItemsOfEarlierAttempts() throws InterruptedException {
        TaskType<String, String> type = ECHO.errorBudget(ErrorBudget.items(1));
        TaskEngine tasks = use(builder().register(type, (input, context) -> {
            context.each(ITEMS).keyedBy(item -> item).forEach(this::step);
            return "through";
        }));
        broken.addAll(List.of("a", "c"));
        TaskHandle<String> handle = tasks.submit(type, "x");
        atGate.acquire();
        pass(1);
        handle.pause();
        steps.release();
        awaitState(handle, dev.errand.TaskState.PAUSED);
        steps.release(5);
        handle.resume();

        assertFailed(handle, "Too many items failed: 2 of 3 so far. The task was stopped.");
        assertThat(begun).containsExactly("a", "b", "c");
    }

    private static void assertFailed(TaskHandle<String> handle, String sentence) throws InterruptedException {
        assertThat(outcomeOf(handle))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().sentence()).isEqualTo(sentence));
    }
}
