package dev.errand.engine;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.Transition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever a task throws at a fixed pool, the pool keeps its threads, and none of them is interrupted. */
@Timeout(60)
class MisbehavingTasksTest extends EngineFixture {

    private static final int ROUNDS = Boolean.getBoolean("errand.long") ? 100_000 : 5_000;

    @Test
    void costsAPoolNoThread() throws InterruptedException {
        Set<Thread> threads = ConcurrentHashMap.newKeySet();
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            TaskEngine tasks = use(builder().executor(TaskExecutor.on(pool, 2)));
            for (Throwable thrown : thrown()) {
                TaskHandle<String> handle = tasks.submit("throws", context -> {
                    threads.add(Thread.currentThread());
                    return sneakyThrow(thrown);
                });

                assertThat(failureOf(handle).cause()).containsSame(thrown);
                assertThat(stateOf(handle)).isEqualTo(TaskState.FAILED);
            }
            for (int i = 0; i < 20; i++) {
                outcomeOf(tasks.submit("next", context -> threads.add(Thread.currentThread())));
            }
            tasks.close();
        }

        assertThat(threads).as("threads that the pool had").hasSizeLessThanOrEqualTo(2);
    }

    private static List<Throwable> thrown() {
        Exception cycle = new Exception("a");
        cycle.initCause(new Exception("b", cycle));
        return List.of(
                new IOException("checked, and not declared"),
                new StackOverflowError(),
                new OutOfMemoryError("planted"),
                new LinkageError(null),
                new IllegalStateException((String) null),
                new Rude(new IllegalStateException("no message")),
                new Rude(new StackOverflowError()),
                cycle);
    }

    @Test
    void failsWhenTheStackOverflows() throws InterruptedException {
        TaskHandle<Integer> handle = use(builder()).submit("recurses", context -> deeper(0));

        assertThat(failureOf(handle).cause().orElseThrow()).isInstanceOf(StackOverflowError.class);
    }

    @Test
    void cutsWhatItSaysBetweenCharacters() throws InterruptedException {
        for (String text : List.of("x", "🐢", "x🐢")) {
            TaskHandle<String> handle = use(builder()).submit("says much", context -> {
                throw new TaskFailedException(text.repeat(100_000));
            });

            Failure failure = failureOf(handle);
            for (String cut : List.of(failure.detail(), failure.sentence())) {
                assertThat(cut).hasSizeBetween(8_191, 8_192).endsWith("…");
                assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(cut)).isTrue();
            }
        }
    }

    /** The cancel and its interrupt come as the task ends; neither the next one nor our own code may see them. */
    @Test
    void leavesNoInterruptOnAPoolThread() throws InterruptedException {
        try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
            interruptAsTheyEnd(TaskExecutor.on(pool, 2));
        }
    }

    @Test
    void leavesNoInterruptOnAVirtualThread() throws InterruptedException {
        interruptAsTheyEnd(TaskExecutor.virtualThreads(2));
    }

    private void interruptAsTheyEnd(TaskExecutor executor) throws InterruptedException {
        AtomicInteger leaked = new AtomicInteger();
        TaskEngine tasks = use(builder().executor(executor).registry(new FaultyPartsTest.Registry() {
            @Override
            public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
                leaked.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                return super.apply(id, transition);
            }
        }));
        for (int i = 0; i < ROUNDS; i++) {
            boolean landsForSure = i % 2 == 0;
            TaskHandle<String> handle = tasks.submit("ends as it is interrupted", context -> {
                leaked.addAndGet(Thread.currentThread().isInterrupted() ? 1 : 0);
                atGate.release();
                while (landsForSure && !Thread.currentThread().isInterrupted()) {
                    Thread.onSpinWait();
                }
                return "done";
            });
            atGate.acquire();
            handle.cancel();
            time.advance(ofSeconds(5));
            outcomeOf(handle);
        }
        tasks.close();

        assertThat(leaked).as("interrupts that got through").hasValue(0);
    }

    @Test
    void startsATaskOnceTheRegistryAnswersAgain() throws InterruptedException {
        AtomicInteger failures = new AtomicInteger(2);
        TaskEngine tasks = use(builder().registry(new FaultyPartsTest.Registry() {
            @Override
            public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
                if (transition.to() == TaskState.RUNNING && failures.getAndDecrement() > 0) {
                    throw new IllegalStateException("database away");
                }
                return super.apply(id, transition);
            }
        }));
        TaskHandle<String> handle = tasks.submit("starts", context -> "done");
        for (int tries = 1; tries <= 2; tries++) {
            await(() -> time.pending() == 2);
            time.advance(ofSeconds(1));
        }

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("done"));
    }

    @SuppressWarnings("InfiniteRecursion") // until the stack overflows
    private static int deeper(int depth) {
        return deeper(depth + 1) + new ArrayList<>(List.of(depth)).size();
    }

    private static Failure failureOf(TaskHandle<?> handle) throws InterruptedException {
        return ((Outcome.Failed<?>) outcomeOf(handle)).failure();
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <E extends Throwable> String sneakyThrow(Throwable thrown) throws E {
        throw (E) thrown;
    }

    /** Asked what is wrong, it throws, also as text. */
    private static final class Rude extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Throwable answer;

        Rude(Throwable answer) {
            super("");
            this.answer = answer;
        }

        @Override
        public String getMessage() {
            return sneakyThrow(answer);
        }

        @Override
        public String toString() {
            return sneakyThrow(answer);
        }
    }
}
