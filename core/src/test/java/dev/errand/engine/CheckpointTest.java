package dev.errand.engine;

import static dev.errand.TaskState.PAUSED;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.TaskCancelledException;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.progress.FailedItem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CheckpointTest extends ItemFixture {

    private static final Outcome<String> THROUGH = new Outcome.Succeeded<>("through");
    private static final TaskType<String, String> AT_ONCE = ECHO.retrying(Retry.fixed(9, ZERO));

    private final AtomicReference<Optional<Integer>> seen = new AtomicReference<>(Optional.empty());

    @Test
    void isWhereTheNextAttemptGoesOn() throws InterruptedException {
        TaskEngine tasks = use(builder().register(AT_ONCE, (input, context) -> {
            int from = context.checkpoint(Integer.class).orElse(0);
            seen.set(context.checkpoint(Integer.class));
            for (int i = from; i < 10; i++) {
                context.checkpoint(i + 1);
                if (i % 4 == 3 && context.attempt() == 1 + i / 4) {
                    throw new IllegalStateException("planted failure");
                }
            }
            return "through " + from;
        }));

        TaskHandle<String> handle = tasks.submit(AT_ONCE, "x");
        letTriesPass(handle);

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("through 8"));
        assertThat(seen.get()).contains(8);
        assertThat(handle.snapshot().status().attempt()).isEqualTo(3);
    }

    @Test
    void isNoneForAFirstAttempt() throws InterruptedException {
        TaskEngine tasks = use(builder());

        assertThat(outcomeOf(tasks.submit("asks", context -> context.checkpoint(String.class))))
                .isEqualTo(new Outcome.Succeeded<>(Optional.empty()));
    }

    @Test
    void isSeenByTheAttemptThatSavedIt() throws InterruptedException {
        TaskHandle<Optional<String>> handle = use(builder()).submit("asks", context -> {
            context.checkpoint("here");
            return context.checkpoint(String.class);
        });

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>(Optional.of("here")));
    }

    @Test
    void ofAnotherClassEndsTheTask() throws InterruptedException {
        TaskEngine tasks = use(builder().register(AT_ONCE, (input, context) -> {
            context.checkpoint("five");
            return "through " + context.checkpoint(Long.class);
        }));
        TaskHandle<String> handle = tasks.submit(AT_ONCE, "x");

        assertThat(outcomeOf(handle))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().detail())
                                .contains(
                                        "checkpoint type is \"java.lang.Long\", but must be the one that was saved: java.lang.String"));
        assertThat(handle.snapshot().status().attempt()).as("no retry helps").isEqualTo(1);
    }

    @Test
    void coversItsEffect() throws InterruptedException {
        List<String> effects = new CopyOnWriteArrayList<>();
        TaskEngine tasks = use(builder().register(AT_ONCE, (input, context) -> {
            int from = context.checkpoint(Integer.class).orElse(0);
            for (int i = from; i < 3; i++) {
                int number = i;
                context.checkpoint(i + 1, () -> {
                    effects.add("effect " + number);
                    if (context.attempt() == 1 && number == 1) {
                        throw new java.io.IOException("planted failure");
                    }
                });
            }
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(AT_ONCE, "x");
        letTriesPass(handle);

        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        assertThat(effects).containsExactly("effect 0", "effect 1", "effect 1", "effect 2");
    }

    @Test
    void takesProgressTotalAndFailedItemsAlong() throws InterruptedException {
        TaskEngine tasks = use(builder().register(AT_ONCE, (input, context) -> {
            context.progress().failed("k" + context.attempt(), "why");
            if (context.attempt() == 1) {
                context.progress().total(10);
                context.progress().advance(3);
                context.checkpoint("half");
                context.progress().advance(4);
                time.jump(ofSeconds(7));
                throw new IllegalStateException("planted failure");
            }
            return waitAtGate("through", context);
        }));
        Instant first = time.instant();
        TaskHandle<String> handle = tasks.submit(AT_ONCE, "x");
        letTriesPass(handle);
        atGate.acquire();

        assertThat(handle.snapshot().progress().done()).isEqualTo(3);
        assertThat(handle.snapshot().progress().failed()).isEqualTo(2);
        assertThat(handle.snapshot().progress().failedItems())
                .containsExactly(
                        new FailedItem("k1", "why", 1, first), new FailedItem("k2", "why", 2, first.plusSeconds(7)));
        assertThat(handle.snapshot().progress().total()).hasValue(10);
        assertThat(handle.snapshot().percent()).hasValue(50);
        openGate();
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Partial<>("through", 2));
    }

    @Test
    void isNotSavedByAnAttemptThatTheTaskWasTakenFrom() throws InterruptedException {
        List<String> effects = new CopyOnWriteArrayList<>();
        List<Throwable> refusals = new CopyOnWriteArrayList<>();
        TaskEngine tasks = use(builder().register(ECHO.maxRunning(5), (input, context) -> {
            if (context.attempt() == 2) {
                return context.checkpoint(String.class).orElse("none");
            }
            context.checkpoint("good");
            ignoreEverything(input, context);
            refusals.add(thrownBy(() -> context.checkpoint("stale")));
            refusals.add(thrownBy(() -> context.checkpoint("stale", () -> effects.add("effect"))));
            refusals.add(thrownBy(context::pointOfNoReturn));
            refusals.add(thrownBy(() -> context.writeArtifact("stale.txt", "text/plain", out -> out.write(1))));
            steps.release();
            return "stale";
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        handle.cancel();
        handle.forceStop(dev.errand.Command.by("olga"));
        TaskHandle<String> again = handle.retry(RetryScope.RESUME);
        openGate();
        steps.acquire();

        assertThat(outcomeOf(again)).isEqualTo(new Outcome.Succeeded<>("good"));
        assertThat(refusals).hasSize(4).allMatch(TaskCancelledException.class::isInstance);
        assertThat(effects).isEmpty();
        assertThat(again.snapshot().artifacts()).isEmpty();
    }

    @Test
    void includesAllItemsUnlessSomeAreChosen() throws InterruptedException {
        List<String> included = new CopyOnWriteArrayList<>();
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            ITEMS.stream().filter(context::includes).forEach(included::add);
            if (context.attempt() == 1) {
                context.progress().failed("b", "planted");
            }
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        outcomeOf(handle);
        assertThat(included).isEqualTo(ITEMS);

        included.clear();
        outcomeOf(handle.retry(RetryScope.FAILED_ITEMS));
        assertThat(included).containsExactly("b");
    }

    @Test
    void isWrittenByManyThreadsWithoutHarm() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            IntStream.range(0, 1_000).parallel().forEach(i -> {
                context.progress().advance();
                context.checkpoint(i);
            });
            context.checkpoint(1_000);
            return waitAtGate("through " + context.checkpoint(Integer.class).orElseThrow(), context);
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();

        assertThat(handle.snapshot().progress().done()).isEqualTo(1_000);
        assertThat(handle.pause()).isTrue();
        openGate();
        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("through 1000"));
    }

    @Test
    void makesATaskPausableOnceItIsAskedFor() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            boolean first = context.checkpoint(String.class).isEmpty() && context.attempt() == 1;
            if (first) {
                step("first");
                context.checkCancelled();
            }
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        assertThat(handle.pause()).isTrue();
        steps.release();
        awaitState(handle, PAUSED);
        handle.resume();

        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
    }

    @Test
    void isToldOfAsItIsSaved() throws InterruptedException {
        TaskEngine tasks =
                use(builder().register(ECHO, this::quicklyThroughKeys).listener(events::add));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        outcomeOf(handle);
        awaitEndsTold(handle, 1);

        assertThat(toldOf(handle)).containsExactly("Submitted", "Started", "CheckpointSaved", "Ended");
    }

    private static Throwable thrownBy(org.assertj.core.api.ThrowableAssert.ThrowingCallable code) {
        return org.assertj.core.api.Assertions.catchThrowable(code);
    }
}
