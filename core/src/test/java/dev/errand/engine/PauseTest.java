package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.PAUSED;
import static dev.errand.TaskState.PAUSING;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.WAITING_RETRY;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.Retry;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.executor.TaskExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PauseTest extends ItemFixture {

    private static final Outcome<String> THROUGH = new Outcome.Succeeded<>("through");
    private static final TaskType<String, String> RETRIED = ECHO.retrying(Retry.fixed(3, ofSeconds(5)));

    @Test
    void takesATaskOutOfTheQueueAndPutsItBack() throws InterruptedException {
        TaskEngine tasks =
                use(builder().register(ECHO, (input, context) -> input).executor(TaskExecutor.virtualThreads(1)));
        TaskHandle<String> holder = tasks.submit("holds the only place", context -> waitAtGate("", context));
        atGate.acquire();
        TaskHandle<String> paused = tasks.submit(ECHO, "paused");

        assertThat(paused.pause()).isTrue();
        assertThat(stateOf(paused)).isEqualTo(PAUSED);
        assertThat(paused.place()).isEmpty();
        TaskHandle<String> behind = tasks.submit(ECHO, "behind");
        openGate();
        outcomeOf(holder);
        outcomeOf(behind);
        assertThat(stateOf(paused)).as("while others run").isEqualTo(PAUSED);

        assertThat(paused.resume()).isTrue();
        assertThat(outcomeOf(paused)).isEqualTo(new Outcome.Succeeded<>("paused"));
        assertThat(paused.snapshot().status().attempt()).isEqualTo(1);
    }

    @Test
    void stopsALoopAtItsNextItemAndGoesOnThere() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        pass(1);

        assertThat(handle.pause()).isTrue();
        assertThat(stateOf(handle)).isEqualTo(PAUSING);
        steps.release();
        awaitState(handle, PAUSED);
        assertThat(handle.snapshot().progress().done()).isEqualTo(2);
        assertThat(handle.snapshot().percent()).hasValue(40);

        steps.release(5);
        assertThat(handle.resume()).isTrue();
        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).as("each item once").isEqualTo(ITEMS);
        assertThat(handle.snapshot().progress().done()).isEqualTo(5);
        assertThat(handle.snapshot().progress().total()).hasValue(5);
        assertThat(handle.snapshot().status().failures()).isZero();
    }

    @Test
    void goesBackAndForthAtEveryItem() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        for (int round = 1; round < ITEMS.size(); round++) {
            atGate.acquire();
            assertThat(handle.pause()).as("pause " + round).isTrue();
            steps.release();
            awaitState(handle, PAUSED);
            assertThat(handle.resume()).as("resume " + round).isTrue();
        }
        atGate.acquire();
        steps.release();

        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).as("each item once").isEqualTo(ITEMS);
        assertThat(handle.snapshot().status().attempt()).isEqualTo(5);
    }

    @Test
    void doesNotEndTheWaitOfThoseWhoWait() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        handle.pause();
        steps.release();
        awaitState(handle, PAUSED);

        assertThat(handle.await(ofSeconds(0))).isEmpty();
        assertThat(handle.completion().toCompletableFuture().isDone()).isFalse();
    }

    @Test
    void comesTooLateForTheLastItem() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        pass(4);

        assertThat(handle.pause()).isTrue();
        steps.release();

        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
    }

    @Test
    void givesWayToACancel() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        handle.pause();

        assertThat(handle.cancel(Command.by("olga").because("Not needed."))).isEqualTo(Reply.ACCEPTED);
        steps.release();

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Cancelled<>("Not needed.", Optional.empty()));
    }

    @Test
    void isFollowedByACancelAtOnce() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        handle.pause();
        steps.release();
        awaitState(handle, PAUSED);

        assertThat(handle.cancel()).isTrue();

        assertThat(stateOf(handle)).isEqualTo(CANCELLED);
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(handle.snapshot().progress().done())
                .as("what was done stays told")
                .isEqualTo(1);
        assertThat(handle.resume(Command.by("ana"))).isEqualTo(Reply.ENDED);
    }

    @Test
    void takesThePlaceOfTheNextAttemptAndCountsTheFailure() throws InterruptedException {
        TaskEngine tasks = use(builder().register(RETRIED, this::stepThrough));
        TaskHandle<String> handle = tasks.submit(RETRIED, "x");
        atGate.acquire();
        broken.add("a");
        handle.pause();
        steps.release();
        awaitState(handle, PAUSED);

        assertThat(handle.snapshot().status().failures()).isEqualTo(1);
        letMuchTimePass();
        assertThat(stateOf(handle)).as("no alarm wakes it").isEqualTo(PAUSED);
        broken.clear();
        steps.release(5);
        handle.resume();
        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        assertThat(lifeOf(handle))
                .containsExactly(
                        "RUNNING",
                        "PAUSING application",
                        "PAUSED  The task could not finish because of an unexpected error.",
                        "QUEUED application",
                        "RUNNING",
                        "SUCCEEDED");
    }

    @Test
    void doesNotSaveATaskWhoseLastAttemptFails() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        broken.add("a");
        handle.pause();
        steps.release();

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Failed.class);
    }

    @Test
    void doesNotCountAgainstTheAttemptsOfATask() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.retrying(Retry.fixed(2, ofSeconds(5))), this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        for (int i = 0; i < 3; i++) {
            atGate.acquire();
            handle.pause();
            steps.release();
            awaitState(handle, PAUSED);
            handle.resume();
        }
        broken.add("d");
        atGate.acquire();
        steps.release();

        awaitRetry(handle, 4);
        assertThat(handle.snapshot().status().failures()).isEqualTo(1);
    }

    @Test
    void letsAnItemThatFailsMeanwhileFailAlone() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.each(ITEMS).keyedBy(item -> item).forEach(this::step);
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        broken.add("a");
        handle.pause();
        steps.release();
        await(() -> stateOf(handle) != PAUSING);

        assertThat(stateOf(handle)).isEqualTo(PAUSED);
        assertThat(handle.snapshot().progress().failed()).isEqualTo(1);
        steps.release(5);
        handle.resume();
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Partial<>("through", 1));
        assertThat(begun).as("each item once").isEqualTo(ITEMS);
    }

    @Test
    void isRefusedForATaskThatCouldNotGoOn() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();

        assertThat(handle.pause(Command.by("ana"))).isEqualTo(Reply.NOT_PAUSABLE);
        assertThat(stateOf(handle)).isEqualTo(RUNNING);
        openGate();
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
    }

    @Test
    void givesThePlaceToOthersMeanwhile() throws InterruptedException {
        TaskType<String, String> narrow = ECHO.maxRunning(1).using("db");
        TaskEngine tasks = use(builder()
                .register(narrow, this::stepThrough)
                .resource("db", 1)
                .maxRunningPerOwner(1)
                .executor(TaskExecutor.virtualThreads(1)));
        TaskHandle<String> first = tasks.submit(narrow, "first", by("ana"));
        atGate.acquire();
        first.pause();
        steps.release();
        awaitState(first, PAUSED);

        TaskHandle<String> second = tasks.submit(narrow, "second", by("ana"));
        atGate.acquire();
        assertThat(first.resume()).isTrue();
        assertThat(stateOf(first)).as("waits for its turn").isEqualTo(QUEUED);
        assertThat(stateOf(second)).isEqualTo(RUNNING);

        steps.release(9);
        assertThat(outcomeOf(second)).isEqualTo(THROUGH);
        assertThat(outcomeOf(first)).isEqualTo(THROUGH);
    }

    @Test
    void isKeptWithWhoAndWhy() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough).listener(events::add));
        TaskHandle<String> handle = tasks.submit(ECHO, "x", by("ana"));
        atGate.acquire();
        handle.pause(Command.by("olga").because("month end"));
        steps.release();
        awaitState(handle, PAUSED);
        steps.release(5);
        handle.resume();
        outcomeOf(handle);

        assertThat(lifeOf(handle))
                .containsExactly("RUNNING", "PAUSING olga month end", "PAUSED", "QUEUED ana", "RUNNING", "SUCCEEDED");
        awaitEndsTold(handle, 1);
        assertThat(toldOf(handle))
                .containsSubsequence("Started", "PauseRequested", "Paused", "Requeued", "Started", "Ended");
    }

    @Test
    void isEndedByAShutdown() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> paused = tasks.submit(ECHO, "x");
        atGate.acquire();
        paused.pause();
        steps.release();
        awaitState(paused, PAUSED);

        assertThat(tasks.shutdown(ofSeconds(5))).isTrue();

        assertThat(outcomeOf(paused)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(paused.resume(Command.by("ana"))).isEqualTo(Reply.ENDED);
    }

    @Test
    void isEndedByAShutdownThatWaitsForIt() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        handle.pause();
        Thread closing = Thread.startVirtualThread(tasks::close);
        await(() -> closing.getState() == Thread.State.TIMED_WAITING);
        steps.release();
        closing.join();

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
    }

    @Test
    void keepsATimeoutFromFailingIt() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.timeout(ofMinutes(1)), this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        handle.pause();

        time.advance(ofMinutes(2));

        awaitState(handle, PAUSED);
        assertThat(handle.snapshot().status().failures()).isZero();
    }

    @Test
    void doesNotGoOnWithTheTimeOfTheAttemptBefore() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.timeout(ofMinutes(1)), this::stepThrough));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        time.advance(ofSeconds(50));
        handle.pause();
        steps.release();
        awaitState(handle, PAUSED);
        handle.resume();
        atGate.acquire();
        time.advance(ofSeconds(50));

        assertThat(stateOf(handle)).isEqualTo(RUNNING);
        steps.release(5);
        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
    }

    @Test
    void resumesATaskThatWaitsForItsNextAttempt() throws InterruptedException {
        TaskEngine tasks = use(builder().register(RETRIED, this::stepThrough));
        TaskHandle<String> handle = tasks.submit(RETRIED, "x");
        broken.add("a");
        atGate.acquire();
        steps.release();
        awaitRetry(handle, 1);
        time.advance(ofSeconds(3));

        assertThat(handle.resume()).isTrue();
        atGate.acquire();
        assertThat(time.pending()).as("the pulse's alarm only").isEqualTo(1);
        steps.release();
        awaitRetry(handle, 2);
        time.advance(ofSeconds(3));
        assertThat(stateOf(handle)).as("when the first alarm would have rung").isEqualTo(WAITING_RETRY);
        broken.clear();
        steps.release(5);
        time.advance(ofSeconds(3));
        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        assertThat(handle.snapshot().status().attempt()).isEqualTo(3);
    }

    @Test
    void pausesManyTasksAtOnce() throws InterruptedException {
        TaskEngine tasks =
                use(builder().register(ECHO, this::quicklyThroughKeys).executor(TaskExecutor.virtualThreads(4)));
        List<TaskHandle<String>> handles = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            TaskHandle<String> handle = tasks.submit(ECHO, "x");
            handles.add(handle);
            Thread.startVirtualThread(() -> goBackAndForth(handle));
        }

        for (TaskHandle<String> handle : handles) {
            await(() -> handle.resume() || stateOf(handle).isFinal());
            assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        }
        assertThat(begun).as("each item of each task once").hasSize(500 * ITEMS.size());
    }

    private static void goBackAndForth(TaskHandle<String> handle) {
        for (int i = 0; i < 20; i++) {
            handle.pause();
            await(() -> handle.resume() || (stateOf(handle) != PAUSED && stateOf(handle) != PAUSING));
        }
        await(() -> stateOf(handle) != PAUSING);
        handle.resume();
    }
}
