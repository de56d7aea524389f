package dev.errand.engine;

import static dev.errand.RetryScope.RESUME;
import static dev.errand.TaskState.CANCELLING;
import static dev.errand.TaskState.PAUSED;
import static dev.errand.TaskState.RUNNING;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** Commands that come while the task goes on without them. */
class CommandRacesTest extends ItemFixture {

    /** What happens between a command's look at the task and its request, which first asks for the time. */
    private final AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {});

    private final Thread commander = Thread.currentThread();

    private final class TimeWithInterlude implements TimeSource {

        @Override
        public Instant instant() {
            if (Thread.currentThread().equals(commander)) {
                meanwhile.getAndSet(() -> {}).run();
            }
            return time.instant();
        }

        @Override
        public long nanoTime() {
            return time.nanoTime();
        }

        @Override
        public Alarm after(Duration delay, Runnable action) {
            return time.after(delay, action);
        }
    }

    @Test
    void pauseReachesTheAttemptThatBeganMeanwhile() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .time(new TimeWithInterlude())
                .register(ECHO.retrying(Retry.fixed(2, ZERO)), this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        broken.add("a");
        meanwhile.set(() -> {
            steps.release();
            awaitState(handle, dev.errand.TaskState.WAITING_RETRY);
            broken.clear();
            await(() -> time.pending() == 2);
            time.advance(ZERO);
            await(() -> begun.size() == 2);
        });

        assertThat(handle.pause()).isTrue();
        steps.release();

        awaitState(handle, PAUSED);
        assertThat(begun).containsExactly("a", "a");
    }

    @Test
    void cancelReachesTheTaskThatWasRetriedMeanwhile() throws InterruptedException {
        TaskEngine tasks = use(builder().time(new TimeWithInterlude()).register(ECHO, this::stepThrough));
        TaskHandle<String> first = tasks.submit(ECHO, "x");
        atGate.acquire();
        broken.add("a");
        AtomicReference<TaskHandle<String>> second = new AtomicReference<>(first);
        meanwhile.set(() -> {
            steps.release();
            awaitState(first, dev.errand.TaskState.FAILED);
            broken.clear();
            await(() -> first.completion().toCompletableFuture().isDone());
            second.set(first.retry(RESUME));
            awaitState(first, RUNNING);
        });

        assertThat(first.cancel()).isTrue();
        assertThat(stateOf(first)).isEqualTo(CANCELLING);
        steps.release();

        assertThat(outcomeOf(second.get())).isInstanceOf(Outcome.Cancelled.class);
    }

    /** Whoever is refused the point of no return was asked to stop, and has not failed. */
    @Test
    void aPointOfNoReturnThatComesTooLateIsNoFailure() throws InterruptedException {
        AtomicInteger together = new AtomicInteger();
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.checkpoint("begun");
            meet(together);
            context.pointOfNoReturn();
            return input;
        }));
        for (int round = 0; round < 300; round++) {
            together.set(0);
            TaskHandle<String> handle = tasks.submit(ECHO, "x");
            meet(together);
            boolean cancelled = handle.cancel();

            Class<?> expected = cancelled ? Outcome.Cancelled.class : Outcome.Succeeded.class;
            assertThat(outcomeOf(handle)).as("round " + round).isInstanceOf(expected);
        }
    }

    @Test
    void aPauseKeepsATaskFromItsPointOfNoReturn() throws InterruptedException {
        AtomicInteger together = new AtomicInteger();
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            if (context.checkpoint(String.class).isEmpty()) {
                context.checkpoint("begun");
                meet(together);
                context.pointOfNoReturn();
            }
            return input;
        }));
        for (int round = 0; round < 300; round++) {
            together.set(0);
            TaskHandle<String> handle = tasks.submit(ECHO, "x");
            meet(together);
            if (handle.pause()) {
                await(() -> stateOf(handle) != dev.errand.TaskState.PAUSING);
                assertThat(stateOf(handle)).as("round " + round).isEqualTo(PAUSED);
                assertThat(handle.resume()).isTrue();
            }
            assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
        }
    }

    private static void meet(AtomicInteger together) {
        together.incrementAndGet();
        await(() -> together.get() >= 2);
    }

    /** An item's code sees the request, and the task ends as asked, whichever comes first. */
    @RepeatedTest(100)
    void commandsOfTwoPeopleLeadToOneEnd() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::endless).listener(events::add));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        CountDownLatch start = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().start(() -> {
            await(() -> start.getCount() == 0);
            handle.cancel();
        });
        start.countDown();
        handle.pause();
        other.join();

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
        awaitEndsTold(handle, 1);
    }

    private String endless(String input, TaskContext context) {
        boolean unused = context.checkpoint(String.class).isEmpty();
        atGate.release();
        while (true) {
            context.checkCancelled();
        }
    }
}
