package dev.errand.engine;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.RetryScope;
import dev.errand.TaskCancelledException;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskType;
import dev.errand.event.TaskEvent;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Two threads that want different things of the same task at the same time, in thousands of rounds: there is one end, all
 * see the same one, it is told once, and whoever came second is told so.
 */
@Timeout(60)
class DuelsTest extends EngineFixture {

    private static final int ROUNDS = Boolean.getBoolean("errand.long") ? 50_000 : 1_000;
    private static final Duration LIMIT = ofMillis(10);
    private static final TaskType<Round, String> DUEL =
            TaskType.named("duel", Round.class, String.class).timeout(LIMIT).cancelGrace(Duration.ZERO);

    /** What the task of one round does when its gate opens. */
    private record Round(Callable<String> ending, CountDownLatch arrived, CountDownLatch gate) {

        static Round endingWith(Callable<String> ending) {
            return new Round(ending, new CountDownLatch(1), new CountDownLatch(1));
        }
    }

    private final ExecutorService threads = Executors.newFixedThreadPool(2);
    private final Map<TaskId, Integer> endsTold = new ConcurrentHashMap<>();
    private final TaskEngine tasks = use(builder().listener(this::countEnd).register(DUEL, (round, context) -> {
        boolean first = context.checkpoint(String.class).isEmpty() && context.attempt() == 1;
        round.arrived.countDown();
        if (first) {
            round.gate.await();
        }
        return round.ending.call();
    }));

    @AfterEach
    void endThreads() {
        threads.shutdownNow();
    }

    @Test
    void cancelAgainstCompletion() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = Round.endingWith(() -> "done");
            TaskHandle<String> handle = arrived(round);
            List<Boolean> won = duel(handle::cancel, () -> open(round));

            Outcome<String> end = soleEndOf(handle);
            assertThat(end instanceof Outcome.Cancelled)
                    .as("cancelled without a cancel")
                    .isIn(won.getFirst(), false);
        }
    }

    @Test
    void cancelAgainstFailure() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = Round.endingWith(() -> {
                throw new IllegalStateException("planted");
            });
            TaskHandle<String> handle = arrived(round);
            List<Boolean> won = duel(handle::cancel, () -> open(round));

            Outcome<String> end = soleEndOf(handle);
            assertThat(end instanceof Outcome.Cancelled)
                    .as("cancelled without a cancel")
                    .isIn(won.getFirst(), false);
        }
    }

    @Test
    void cancelAgainstTimeout() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            TaskHandle<String> handle = arrived(Round.endingWith(() -> "never"));
            List<Boolean> won = duel(handle::cancel, this::passLimit);
            time.advance(LIMIT);

            Outcome<String> end = soleEndOf(handle);
            assertThat(end).isInstanceOf(won.getFirst() ? Outcome.class : Outcome.Failed.class);
        }
    }

    @Test
    void cancelAgainstCancel() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            TaskHandle<String> handle = arrived(Round.endingWith(() -> "never"));
            List<Boolean> won = duel(handle::cancel, handle::cancel);
            time.advance(Duration.ZERO);

            assertThat(soleEndOf(handle)).isInstanceOf(Outcome.Cancelled.class);
            assertThat(won).containsExactlyInAnyOrder(true, false);
        }
    }

    @Test
    void cancelAgainstPause() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            Round round = Round.endingWith(() -> {
                throw new TaskCancelledException("asked to");
            });
            TaskHandle<String> handle = arrived(round);
            List<Boolean> won = duel(handle::cancel, handle::pause);
            open(round);

            assertThat(soleEndOf(handle)).isInstanceOf(Outcome.Cancelled.class);
            assertThat(won.getFirst())
                    .as("a pause does not keep from cancelling")
                    .isTrue();
        }
    }

    @Test
    void forceStopAgainstCompletion() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            CountDownLatch deaf = new CountDownLatch(1);
            Round round = Round.endingWith(() -> "done");
            TaskHandle<String> handle = tasks.submit("deaf", context -> {
                round.arrived.countDown();
                awaitDeaf(deaf);
                return "done";
            });
            round.arrived.await();
            handle.cancel();
            List<Boolean> won =
                    duel(() -> handle.forceStop(Command.by("operator")).isAccepted(), () -> {
                        deaf.countDown();
                        return true;
                    });

            assertThat(soleEndOf(handle))
                    .isInstanceOf(won.getFirst() ? Outcome.Cancelled.class : Outcome.Succeeded.class);
        }
    }

    @Test
    void forceStopAgainstForceStop() throws Exception {
        CountDownLatch deaf = new CountDownLatch(1);
        for (int i = 0; i < 50; i++) {
            CountDownLatch here = new CountDownLatch(1);
            TaskHandle<String> handle = tasks.submit("deaf", context -> {
                here.countDown();
                awaitDeaf(deaf);
                return "done";
            });
            here.await();
            handle.cancel();
            List<Boolean> won = duel(
                    () -> handle.forceStop(Command.by("operator")).isAccepted(),
                    () -> handle.forceStop(Command.by("other")).isAccepted());

            assertThat(soleEndOf(handle)).isInstanceOf(Outcome.Cancelled.class);
            assertThat(won).containsExactlyInAnyOrder(true, false);
        }
        deaf.countDown();
    }

    @Test
    void retryAgainstRetry() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            TaskHandle<String> failed = failed();
            List<Boolean> won = duel(() -> retried(failed), () -> retried(failed));

            assertThat(won).contains(true);
            await(() -> stateOf(failed).isFinal());
        }
    }

    @Test
    void retryAgainstCancel() throws Exception {
        for (int i = 0; i < ROUNDS; i++) {
            TaskHandle<String> failed = failed();
            List<Boolean> won = duel(failed::cancel, () -> retried(failed));

            assertThat(won.getLast()).as("the retry").isTrue();
            await(() -> stateOf(failed).isFinal());
        }
    }

    @Test
    void cancelAgainstShutdown() throws Exception {
        for (int i = 0; i < ROUNDS / 10; i++) {
            CountDownLatch here = new CountDownLatch(1);
            TaskEngine own = builder().listener(this::countEnd).build();
            TaskHandle<String> handle = own.submit("waits", context -> {
                here.countDown();
                new CountDownLatch(1).await();
                return "never";
            });
            here.await();
            List<Boolean> won = duel(handle::cancel, () -> !own.shutdown(Duration.ZERO));
            own.shutdown(Duration.ZERO);

            assertThat(soleEndOf(handle)).isInstanceOf(Outcome.Cancelled.class);
            assertThat(won.getLast()).as("it did not end by itself").isTrue();
        }
    }

    private TaskHandle<String> failed() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        Round round = Round.endingWith(() -> {
            if (runs.incrementAndGet() == 1) {
                throw new IllegalStateException("planted");
            }
            return "done";
        });
        TaskHandle<String> handle = arrived(round);
        round.gate.countDown();
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Failed.class);
        return handle;
    }

    private static boolean retried(TaskHandle<String> failed) throws InterruptedException {
        try {
            TaskHandle<String> again = failed.retry(RetryScope.RESUME);
            assertThat(outcomeOf(again)).isNotInstanceOf(Outcome.Failed.class);
            return true;
        } catch (TaskRefusedException second) {
            return false;
        }
    }

    private TaskHandle<String> arrived(Round round) throws InterruptedException {
        TaskHandle<String> handle = tasks.submit(DUEL, round);
        round.arrived.await();
        return handle;
    }

    private static boolean open(Round round) {
        round.gate.countDown();
        return true;
    }

    private boolean passLimit() {
        time.advance(LIMIT);
        return true;
    }

    /** Both at the same time, as far as a machine can: what each of them was told. */
    private List<Boolean> duel(Callable<Boolean> one, Callable<Boolean> other) throws Exception {
        AtomicInteger ready = new AtomicInteger();
        Future<Boolean> first = threads.submit(() -> atOnce(ready, one));
        Future<Boolean> second = threads.submit(() -> atOnce(ready, other));
        return List.of(first.get(), second.get());
    }

    @SuppressWarnings("ThreadPriorityCheck") // the other one may need this processor
    private static boolean atOnce(AtomicInteger ready, Callable<Boolean> action) throws Exception {
        ready.incrementAndGet();
        while (ready.get() < 2) {
            Thread.yield();
        }
        return action.call();
    }

    /** The end that everybody sees, told once. */
    private Outcome<String> soleEndOf(TaskHandle<String> handle) throws InterruptedException {
        Outcome<String> end = outcomeOf(handle);
        assertThat(handle.snapshot().outcome().orElseThrow()).isEqualTo(end);
        await(() -> endsTold.containsKey(handle.id()));
        assertThat(endsTold).containsEntry(handle.id(), 1);
        assertThat(handle.cancel()).as("cancel after the end").isFalse();
        return end;
    }

    private void countEnd(TaskEvent event) {
        if (event instanceof TaskEvent.Ended ended) {
            endsTold.merge(ended.task().id(), 1, Integer::sum);
        }
    }

    private static void awaitDeaf(CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                latch.await();
                open = true;
            } catch (InterruptedException ignored) {
                // it heeds nothing
            }
        }
    }
}
