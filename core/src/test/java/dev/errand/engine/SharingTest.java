package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.QUEUED;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofNanos;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.RetryScope;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskRefusedException.Reason;
import dev.errand.TaskType;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.Retention;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SharingTest extends ItemFixture {

    private static final TaskType<String, String> OTHER = TaskType.named("other", String.class, String.class);
    private static final SubmitOptions JOINING = by("ana").joinIfRunning();
    private static final SubmitOptions REJECTING = by("ana").rejectIfRunning();

    @Test
    void joinsATaskOfTheSameInputThatHasNotEnded() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> first = tasks.submit(ECHO, "x", by("ana"));
        atGate.acquire();

        TaskHandle<String> second = tasks.submit(ECHO, "x", JOINING.title("second"));

        assertThat(second.id()).isEqualTo(first.id());
        openGate();
        assertThat(outcomeOf(second)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(second.snapshot().title()).as("that of the first").isEqualTo("echo");
    }

    @Test
    void joinsTheTaskOfTheSameInputThoughItIsNotTheNewest() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> first = tasks.submit(ECHO, "x", by("ana"));
        TaskHandle<String> second = tasks.submit(ECHO, "y", by("ana"));

        assertThat(tasks.submit(ECHO, "x", JOINING).id()).isEqualTo(first.id());
        assertThat(tasks.submit(ECHO, "y", JOINING).id()).isEqualTo(second.id());
    }

    @Test
    void joinsATaskInAnyStateBeforeItsEnd() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::stepThrough).executor(TaskExecutor.virtualThreads(1)));
        TaskHandle<String> scheduled = tasks.submit(ECHO, "x", by("ana").delay(ofSeconds(9)));
        assertThat(tasks.submit(ECHO, "x", JOINING).id()).isEqualTo(scheduled.id());
        time.advance(ofSeconds(9));
        atGate.acquire();
        scheduled.pause();
        assertThat(tasks.submit(ECHO, "x", JOINING).id()).isEqualTo(scheduled.id());
        steps.release();
        awaitState(scheduled, dev.errand.TaskState.PAUSED);
        assertThat(tasks.submit(ECHO, "x", JOINING).id()).isEqualTo(scheduled.id());
        assertThat(stateOf(scheduled)).as("joining does not resume").isEqualTo(dev.errand.TaskState.PAUSED);
        scheduled.cancel();
        assertThat(tasks.submit(ECHO, "x", JOINING).id()).isNotEqualTo(scheduled.id());
    }

    @Test
    void refusesToJoinATaskOfAnotherInput() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> first = tasks.submit(ECHO, "x", by("ana"));
        atGate.acquire();

        assertRefused(() -> tasks.submit(ECHO, "y", JOINING), Reason.ALREADY_RUNNING, first.id());
    }

    @Test
    void sharesNothingWithOtherOwnersAndTypes() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate).register(OTHER, this::waitAtGate));
        TaskId first = tasks.submit(ECHO, "x", by("ana")).id();

        assertThat(tasks.submit(ECHO, "x", by("olga").rejectIfRunning()).id()).isNotEqualTo(first);
        assertThat(tasks.submit(ECHO, "x", by(new Owner("ana", "elsewhere")).rejectIfRunning())
                        .id())
                .isNotEqualTo(first);
        assertThat(tasks.submit(OTHER, "x", REJECTING).id()).isNotEqualTo(first);
        assertThat(tasks.submit(ECHO, "x", by("ana")).id()).as("not asked for").isNotEqualTo(first);
    }

    @Test
    void rejectsWhateverTheInputUntilTheEnd() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> first = tasks.submit(ECHO, "x", REJECTING);
        atGate.acquire();

        assertRefused(() -> tasks.submit(ECHO, "x", REJECTING), Reason.ALREADY_RUNNING, first.id());
        assertRefused(() -> tasks.submit(ECHO, "y", REJECTING), Reason.ALREADY_RUNNING, first.id());
        openGate();
        outcomeOf(first);
        assertThat(outcomeOf(tasks.submit(ECHO, "y", REJECTING))).isEqualTo(new Outcome.Succeeded<>("y"));
    }

    @Test
    void knowsATaskThatIsDoneAgain() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            if (context.attempt() == 1) {
                throw new IllegalStateException("planted failure");
            }
            return waitAtGate(input, context);
        }));
        TaskHandle<String> first = tasks.submit(ECHO, "x", by("ana"));
        outcomeOf(first);
        TaskHandle<String> again = first.retry(RetryScope.RESUME);

        assertRefused(() -> tasks.submit(ECHO, "x", REJECTING), Reason.ALREADY_RUNNING, first.id());
        TaskHandle<String> joined = tasks.submit(ECHO, "x", JOINING);
        openGate();
        assertThat(outcomeOf(joined)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(outcomeOf(again)).isEqualTo(new Outcome.Succeeded<>("x"));
    }

    @Test
    void reusesAFreshResultOfTheSameInput() throws InterruptedException {
        AtomicInteger runs = new AtomicInteger();
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input + runs.incrementAndGet()));
        SubmitOptions reusing = by("ana").reuseWithin(ofMinutes(3));
        TaskHandle<String> first = tasks.submit(ECHO, "x", by("ana"));
        outcomeOf(first);
        time.advance(ofMinutes(3));

        assertThat(tasks.submit(ECHO, "x", reusing).id()).isEqualTo(first.id());
        assertThat(outcomeOf(tasks.submit(ECHO, "x", reusing))).isEqualTo(new Outcome.Succeeded<>("x1"));
        assertThat(outcomeOf(tasks.submit(ECHO, "y", reusing))).isEqualTo(new Outcome.Succeeded<>("y2"));
        assertThat(outcomeOf(tasks.submit(ECHO, "x", by("olga").reuseWithin(ofMinutes(3)))))
                .isEqualTo(new Outcome.Succeeded<>("x3"));
        time.advance(ofNanos(1));
        assertThat(outcomeOf(tasks.submit(ECHO, "x", reusing))).isEqualTo(new Outcome.Succeeded<>("x4"));
        assertThat(outcomeOf(tasks.submit(ECHO, "x", reusing))).isEqualTo(new Outcome.Succeeded<>("x4"));
    }

    @Test
    void reusesAResultOfAnyAge() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        TaskHandle<String> first = tasks.submit(ECHO, "x", by("ana"));
        outcomeOf(first);

        for (Duration age : List.of(ChronoUnit.FOREVER.getDuration(), Duration.ofDays(365_000_000_000L))) {
            assertThat(tasks.submit(ECHO, "x", by("ana").reuseWithin(age)).id()).isEqualTo(first.id());
        }
    }

    @Test
    void reusesNoResultThatIsNotWhole() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> switch (input) {
            case "partial" -> {
                context.progress().failed();
                yield input;
            }
            case "failed" -> throw new IllegalStateException("planted failure");
            default -> waitAtGate(input, context);
        }));
        for (String input : List.of("partial", "failed", "unended")) {
            TaskHandle<String> first = tasks.submit(ECHO, input, by("ana"));
            if (!input.equals("unended")) {
                outcomeOf(first);
            }
            assertThat(tasks.submit(ECHO, input, by("ana").reuseWithin(ofMinutes(3)))
                            .id())
                    .as(input)
                    .isNotEqualTo(first.id());
        }
    }

    @Test
    void joinsOrReuses() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        SubmitOptions both = JOINING.reuseWithin(ofMinutes(3));
        TaskHandle<String> first = tasks.submit(ECHO, "x", both);
        atGate.acquire();
        assertThat(tasks.submit(ECHO, "x", both).id()).isEqualTo(first.id());
        openGate();
        outcomeOf(first);

        assertThat(tasks.submit(ECHO, "x", both).id()).isEqualTo(first.id());
        time.advance(ofMinutes(4));
        assertThat(tasks.submit(ECHO, "x", both).id()).isNotEqualTo(first.id());
    }

    @Test
    void letsTheKeyComeFirst() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        TaskHandle<String> keyed = tasks.submit(ECHO, "x", by("ana").key("k"));
        TaskHandle<String> newer = tasks.submit(ECHO, "x", by("ana"));

        assertThat(tasks.submit(ECHO, "x", JOINING.key("k")).id()).isEqualTo(keyed.id());
        assertThat(tasks.submit(ECHO, "x", REJECTING.key("k")).id()).isEqualTo(keyed.id());
        assertThat(tasks.submit(ECHO, "x", JOINING.key("other")).id()).isEqualTo(newer.id());
        assertRefused(() -> tasks.submit(ECHO, "y", JOINING.key("k")), Reason.KEY_IN_USE, keyed.id());
        openGate();
        outcomeOf(keyed);
        outcomeOf(newer);
        assertThat(tasks.submit(ECHO, "x", REJECTING.key("k")).id())
                .as("also after its end")
                .isEqualTo(keyed.id());
    }

    @Test
    void joinsAlsoWhenTheQueueIsFull() throws InterruptedException {
        TaskEngine tasks =
                use(builder().register(ECHO, this::waitAtGate).maxWaiting(1).executor(TaskExecutor.virtualThreads(1)));
        tasks.submit(ECHO, "holds");
        atGate.acquire();
        TaskHandle<String> waiting = tasks.submit(ECHO, "x", by("ana"));
        assertThat(stateOf(waiting)).isEqualTo(QUEUED);

        assertThat(tasks.submit(ECHO, "x", JOINING).id()).isEqualTo(waiting.id());
        assertRefused(() -> tasks.submit(ECHO, "x", REJECTING), Reason.ALREADY_RUNNING, waiting.id());
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> tasks.submit(ECHO, "x", by("olga").joinIfRunning()))
                .extracting(TaskRefusedException::reason)
                .isEqualTo(Reason.QUEUE_FULL);
        waiting.cancel();
    }

    @Test
    void isClosedToEverybodyAfterAShutdown() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        outcomeOf(tasks.submit(ECHO, "x", by("ana")));
        tasks.close();

        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(() -> tasks.submit(ECHO, "x", by("ana").reuseWithin(ofMinutes(3))))
                .extracting(TaskRefusedException::reason)
                .isEqualTo(Reason.SHUT_DOWN);
    }

    @RepeatedTest(50)
    void makesOneTaskOfManyAtOnce() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        Set<TaskId> ids = ConcurrentHashMap.newKeySet();
        AtomicInteger refused = new AtomicInteger();
        together(8, number -> {
            try {
                ids.add(tasks.submit(ECHO, "x", number % 2 == 0 ? JOINING : REJECTING)
                        .id());
            } catch (TaskRefusedException second) {
                refused.incrementAndGet();
            }
        });

        assertThat(ids).hasSize(1);
        assertThat(refused.get()).isBetween(3, 4);
        assertThat(atGate.tryAcquire(2)).as("more than one runs").isFalse();
    }

    @RepeatedTest(20)
    void findsAnAnswerWhileTasksEndAndAreForgotten() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> input)
                .registry(new MemoryTaskRegistry(new Retention(0, Duration.ofDays(1)))));
        List<Outcome<String>> outcomes = new CopyOnWriteArrayList<>();
        together(4, number -> {
            for (int i = 0; i < 50; i++) {
                outcomes.add(outcomeQuietly(tasks.submit(ECHO, "x", JOINING.reuseWithin(ofMinutes(3)))));
            }
        });

        assertThat(outcomes).hasSize(200).allMatch(new Outcome.Succeeded<>("x")::equals);
    }

    private static Outcome<String> outcomeQuietly(TaskHandle<String> handle) {
        try {
            return outcomeOf(handle);
        } catch (InterruptedException e) {
            return new Outcome.Cancelled<>("interrupted", Optional.empty());
        }
    }

    private static void together(int count, java.util.function.IntConsumer action) throws InterruptedException {
        AtomicInteger met = new AtomicInteger();
        List<Thread> threads = new CopyOnWriteArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            threads.add(Thread.ofPlatform().start(() -> {
                met.incrementAndGet();
                await(() -> met.get() == count);
                action.accept(number);
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void assertRefused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable submission, Reason reason, TaskId other) {
        assertThatExceptionOfType(TaskRefusedException.class)
                .isThrownBy(submission)
                .satisfies(refusal -> assertThat(refusal.reason()).isEqualTo(reason))
                .satisfies(refusal -> assertThat(refusal.conflicting()).contains(other));
    }
}
