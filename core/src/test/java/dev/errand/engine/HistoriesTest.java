package dev.errand.engine;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.ErrorBudget;
import dev.errand.Priority;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.SubmitOptions;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.TaskQuery;
import dev.errand.testkit.ManualTime;
import dev.errand.testkit.SteppingExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Random commands to a real engine whose time is ours: whatever happens, it happened by the table of transitions.
 *
 * <p>Short in every build; {@code ./prove histories} tries a hundred times as many, and {@code -Derrand.seed} repeats one.
 */
@Timeout(3_600)
class HistoriesTest {

    private static final int TIMES = Boolean.getBoolean("errand.long") ? 100 : 1;
    private static final TaskType<String, String> TYPE = TaskType.named("story", String.class, String.class)
            .retrying(Retry.fixed(3, ofSeconds(2)))
            .timeout(ofSeconds(20))
            .cancelGrace(ofSeconds(1))
            .forceStopAfter(ofSeconds(5))
            .errorBudget(ErrorBudget.items(2))
            .maxRunning(2);
    private static final List<Priority> PRIORITIES = List.of(Priority.values());
    private static final List<RetryScope> SCOPES = List.of(RetryScope.values());
    private static final Command OLGA = Command.by("olga").because("I say so");

    @Test
    void fromOneThread() {
        seeds(1_000).forEach(seed -> tell(seed, new OneThread(seed)));
    }

    @Test
    void fromSeveralThreads() {
        seeds(100).forEach(seed -> tell(seed, new SeveralThreads(seed)));
    }

    private static LongStream seeds(int count) {
        Long given = Long.getLong("errand.seed");
        return given == null ? new Random().longs((long) count * TIMES) : LongStream.of(given);
    }

    private static void tell(long seed, Story story) {
        try {
            story.tell();
        } catch (Throwable e) {
            throw new AssertionError("repeat it with -Derrand.seed=" + seed, e);
        }
    }

    /** An engine, what is asked of it, and what it told. */
    private abstract static class Story {

        final ManualTime time = new ManualTime();
        final Random random;
        final TaskEngine tasks;
        private final History history = new History();
        private final List<TaskHandle<String>> handles = new CopyOnWriteArrayList<>();

        Story(long seed, TaskExecutor executor) {
            random = new Random(seed);
            tasks = TaskEngine.builder()
                    .time(time)
                    .executor(executor)
                    .maxRunningPerOwner(2)
                    .maxWaitingPerOwner(4)
                    .listener(history::on)
                    .register(TYPE, this::run)
                    .build();
        }

        abstract void happen() throws Exception;

        /** Lets time pass, if this thread may. */
        abstract void pass(Duration duration);

        void tell() throws Exception {
            submit();
            happen();
            tasks.close();
            EngineFixture.await(() -> ends().stream().allMatch(history::isToldUpTo));
            history.check(ends());
            assertThat(handles)
                    .allSatisfy(handle -> assertThat(handle.await(ofSeconds(5))).isPresent());
            pass(ofSeconds(1));
            assertThat(time.pending()).as("alarms that nobody waits for").isZero();
        }

        private List<TaskSnapshot> ends() {
            return tasks.list(TaskQuery.newest(1_000));
        }

        private String run(String input, TaskContext context) throws Exception {
            boolean named = random.nextBoolean();
            var loop = context.each(List.of(1, 2, 3, 4, 5, 6)).savingEvery(1 + random.nextInt(3), ofSeconds(9));
            (named ? loop.keyedBy(item -> "item " + item) : loop).forEach(item -> doItem(context));
            return input;
        }

        private void doItem(TaskContext context) throws Exception {
            switch (random.nextInt(40)) {
                case 0, 1, 2 -> throw new IllegalStateException("planted failure");
                case 3 -> throw new TaskFailedException("It is broken.");
                case 4 -> throw new AssertionError("planted error");
                case 5 -> context.pointOfNoReturn();
                case 6, 7 -> context.progress().failed();
                case 8 -> context.checkpoint("elsewhere");
                case 9, 10, 11, 12 -> pass(ofMillis(random.nextInt(8_000)));
                case 13, 14, 15, 16, 17, 18, 19, 20 -> command();
                default -> context.progress().message("item");
            }
        }

        /** Something that a person may ask for. */
        final void command() {
            TaskHandle<String> handle = anyOf(handles);
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> submit();
                case 3 -> handle.cancel(OLGA);
                case 4, 5 -> handle.pause(OLGA);
                case 6, 7 -> handle.resume(OLGA);
                case 8 -> handle.forceStop(OLGA);
                case 9, 10 -> retry(handle);
                default -> handle.place();
            }
        }

        private void submit() {
            SubmitOptions options =
                    SubmitOptions.by(random.nextBoolean() ? "ana" : "bob").priority(anyOf(PRIORITIES));
            options = switch (random.nextInt(8)) {
                case 0 -> options.delay(ofSeconds(random.nextInt(5)));
                case 1 -> options.at(time.instant().plusSeconds(random.nextInt(90)));
                case 2 -> options.key("key " + random.nextInt(2));
                case 3 -> options.joinIfRunning();
                case 4 -> options.rejectIfRunning();
                default -> options;
            };
            try {
                keep(tasks.submit(TYPE, "a", options));
            } catch (TaskRefusedException refused) {
                assertThat(refused.reason()).isNotEqualTo(TaskRefusedException.Reason.NOT_RETRYABLE);
            }
        }

        private void retry(TaskHandle<String> handle) {
            try {
                keep(handle.retry(anyOf(SCOPES), OLGA));
            } catch (TaskRefusedException refused) {
                assertThat(refused).hasMessageContaining("task");
            }
        }

        private <T> T anyOf(List<T> some) {
            return some.get(random.nextInt(some.size()));
        }

        private void keep(TaskHandle<String> handle) {
            history.watch(handle.updates());
            handles.add(handle);
        }
    }

    /** All of it on the thread of the test: the same seed is the same story. */
    private static final class OneThread extends Story {

        private final SteppingExecutor steps;

        OneThread(long seed) {
            this(seed, new SteppingExecutor(2));
        }

        private OneThread(long seed, SteppingExecutor steps) {
            super(seed, steps);
            this.steps = steps;
        }

        @Override
        void happen() throws InterruptedException {
            int length = random.nextInt(60);
            for (int i = 0; i < length; i++) {
                switch (random.nextInt(5)) {
                    case 0, 1 -> steps.runNext();
                    case 2 -> pass(ofMillis(random.nextInt(8_000)));
                    default -> command();
                }
            }
            tasks.shutdown(Duration.ZERO);
            steps.runUntilIdle();
        }

        @Override
        void pass(Duration duration) {
            time.advance(duration);
        }
    }

    /** Two who command, one who also lets time pass, and tasks on threads of their own. */
    private static final class SeveralThreads extends Story {

        private final Thread timekeeper = Thread.currentThread();

        SeveralThreads(long seed) {
            super(seed, TaskExecutor.virtualThreads(3));
        }

        @Override
        void happen() throws InterruptedException {
            List<Thread> others = IntStream.range(0, 2)
                    .mapToObj(i -> Thread.ofPlatform()
                            .start(() -> IntStream.range(0, 100).forEach(n -> command())))
                    .toList();
            for (int i = 0; i < 100; i++) {
                command();
                pass(ofMillis(random.nextInt(3_000)));
            }
            for (Thread other : others) {
                other.join();
            }
        }

        @Override
        void pass(Duration duration) {
            if (Thread.currentThread().equals(timekeeper)) {
                time.advance(duration);
            }
        }
    }
}
