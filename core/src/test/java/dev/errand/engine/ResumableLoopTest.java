package dev.errand.engine;

import static dev.errand.TaskState.FAILED;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.errand.InvalidInputException;
import dev.errand.ItemLoop;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.progress.FailedItem;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumableLoopTest extends ItemFixture {

    private static final Outcome<String> THROUGH = new Outcome.Succeeded<>("through");
    private static final TaskType<String, String> AT_ONCE = ECHO.retrying(Retry.fixed(9, ZERO));

    @Test
    void isSavedByALoopAfterSoManyItems() throws InterruptedException {
        assertThat(itemsDoneAgainAfter(250, loop -> loop)).as("the default").isEqualTo(50);
        assertThat(itemsDoneAgainAfter(250, loop -> loop.savingEvery(7, NEVER))).isEqualTo(250 % 7);
        assertThat(itemsDoneAgainAfter(250, loop -> loop.savingEvery(1, NEVER))).isZero();
        assertThat(itemsDoneAgainAfter(250, loop -> loop.savingEvery(1_000, NEVER)))
                .isEqualTo(250);
    }

    @Test
    void isSavedByALoopAfterSomeTime() throws InterruptedException {
        assertThat(itemsDoneAgainAfter(10, loop -> loop, ofSeconds(2))).isEqualTo(1);
        assertThat(itemsDoneAgainAfter(10, loop -> loop.savingEvery(99, ofSeconds(8)), ofSeconds(2)))
                .isEqualTo(2);
        assertThat(itemsDoneAgainAfter(
                        10, loop -> loop.savingEvery(99, ChronoUnit.FOREVER.getDuration()), ofSeconds(2)))
                .isEqualTo(10);
    }

    private long itemsDoneAgainAfter(int items, java.util.function.UnaryOperator<ItemLoop<Integer>> settings)
            throws InterruptedException {
        return itemsDoneAgainAfter(items, settings, ZERO);
    }

    /**
     * A thread that dies with so many items done saves nothing on its way out: it is frozen, its task taken from it, and
     * resumed by another attempt.
     */
    private long itemsDoneAgainAfter(
            int items, java.util.function.UnaryOperator<ItemLoop<Integer>> settings, Duration each)
            throws InterruptedException {
        CopyOnWriteArrayList<Integer> again = new CopyOnWriteArrayList<>();
        java.util.concurrent.CountDownLatch thaw = new java.util.concurrent.CountDownLatch(1);
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            List<Integer> all = IntStream.rangeClosed(0, items).boxed().toList();
            settings.apply(context.each(all)).forEach(item -> {
                if (context.attempt() == 2) {
                    again.add(item);
                } else if (item == items) {
                    atGate.release();
                    awaitUninterruptibly(thaw);
                } else {
                    time.advance(each);
                }
            });
            return "through";
        }));
        try {
            TaskHandle<String> handle = tasks.submit(ECHO, "x");
            atGate.acquire();
            handle.cancel();
            handle.forceStop(dev.errand.Command.by("olga"));
            TaskHandle<String> second = handle.retry(RetryScope.RESUME);
            assertThat(outcomeOf(second)).isEqualTo(THROUGH);
            assertThat(second.snapshot().progress().done()).isEqualTo(items + 1L);
        } finally {
            thaw.countDown();
        }
        return again.size() - 1L;
    }

    /** And leaves the processor to others meanwhile, of which there may be one. */
    private static void awaitUninterruptibly(java.util.concurrent.CountDownLatch latch) {
        boolean open = false;
        while (!open) {
            try {
                latch.await();
                open = true;
            } catch (InterruptedException ignored) {
                // a frozen thread does not hear it
            }
        }
    }

    @Test
    void isSavedByALoopThatFails() throws InterruptedException {
        TaskEngine tasks = use(builder().register(AT_ONCE, (input, context) -> {
            context.each(ITEMS).forEach(this::quickly);
            return "through";
        }));
        broken.add("c");
        TaskHandle<String> handle = tasks.submit(AT_ONCE, "x");
        await(() -> handle.snapshot().status().failures() == 1 && time.pending() == 2);
        broken.clear();
        letTriesPass(handle);

        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).containsExactly("a", "b", "c", "c", "d", "e");
        assertThat(handle.snapshot().progress().done()).isEqualTo(5);
    }

    @Test
    void isSavedByALoopThatAnErrorEnds() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.each(ITEMS).keyedBy(item -> item).forEach(item -> {
                begun.add(item);
                if (item.equals("c") && context.attempt() == 1) {
                    throw new StackOverflowError("planted");
                }
            });
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Failed.class);

        assertThat(outcomeOf(handle.retry(RetryScope.RESUME))).isEqualTo(THROUGH);
        assertThat(begun).containsExactly("a", "b", "c", "c", "d", "e");
    }

    @Test
    void isACursorOfTheItemsOwn() throws InterruptedException {
        List<Optional<String>> asked = new CopyOnWriteArrayList<>();
        TaskEngine tasks = use(builder().register(AT_ONCE, (input, context) -> {
            context.each(String.class, last -> after(last, asked), item -> item).forEach(this::quickly);
            return "through";
        }));
        broken.add("c");
        TaskHandle<String> handle = tasks.submit(AT_ONCE, "x");
        await(() -> handle.snapshot().status().failures() == 1 && time.pending() == 2);
        broken.clear();
        letTriesPass(handle);

        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        assertThat(asked).containsExactly(Optional.empty(), Optional.of("b"));
        assertThat(begun).containsExactly("a", "b", "c", "c", "d", "e");
        assertThat(handle.snapshot().progress().done()).isEqualTo(5);
        assertThat(handle.snapshot().progress().total()).hasValue(5);
    }

    private static List<String> after(Optional<String> last, List<Optional<String>> asked) {
        asked.add(last);
        return last.map(cursor -> ITEMS.subList(ITEMS.indexOf(cursor) + 1, ITEMS.size()))
                .orElse(ITEMS);
    }

    @Test
    void ofALoopWithAnotherCursorEndsTheTask() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.checkpoint("a text");
            context.each(ITEMS).forEach(this::quickly);
            return "through";
        }));

        assertThat(outcomeOf(tasks.submit(ECHO, "x"))).isInstanceOf(Outcome.Failed.class);
        assertThat(begun).isEmpty();
    }

    @Test
    void lastsUntilTheEndOfTheTask() throws InterruptedException {
        TaskEngine tasks = use(builder().register(AT_ONCE, (input, context) -> {
            context.each(ITEMS).forEach(this::quickly);
            failIfBroken("after the loop");
            return "through";
        }));
        broken.add("after the loop");
        TaskHandle<String> handle = tasks.submit(AT_ONCE, "x");
        await(() -> handle.snapshot().status().failures() == 1 && time.pending() == 2);
        broken.clear();
        letTriesPass(handle);

        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).as("each item once").isEqualTo(ITEMS);
    }

    @Test
    void emptySourcesAreLoopedOverAtOnce() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            ItemLoop<String> loop = input.equals("known")
                    ? context.each(List.<String>of()).keyedBy(item -> item)
                    : context.each(String.class, last -> List.<String>of(), item -> item);
            loop.forEach(this::quickly);
            return "through";
        }));

        TaskHandle<String> known = tasks.submit(ECHO, "known");
        assertThat(outcomeOf(known)).isEqualTo(THROUGH);
        assertThat(known.snapshot().progress().total()).hasValue(0);
        assertThat(outcomeOf(tasks.submit(ECHO, "unknown"))).isEqualTo(THROUGH);
    }

    @Test
    void aSourceThatHasBecomeShorterIsThrough() throws InterruptedException {
        TaskEngine tasks = use(builder().register(AT_ONCE, (input, context) -> {
            context.each(context.attempt() == 1 ? ITEMS : ITEMS.subList(0, 1)).forEach(this::quickly);
            return "through";
        }));
        broken.add("d");
        TaskHandle<String> handle = tasks.submit(AT_ONCE, "x");
        letTriesPass(handle);

        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).containsExactly("a", "b", "c", "d");
    }

    @Test
    void aSourceThatThrowsLeavesWhatWasDone() throws InterruptedException {
        TaskEngine tasks = use(builder().register(AT_ONCE, (input, context) -> {
            context.each(throwingAfter(3, context)).keyedBy(item -> item).forEach(this::quickly);
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(AT_ONCE, "x");
        letTriesPass(handle);

        assertThat(outcomeOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).as("each item once").isEqualTo(ITEMS);
        assertThat(handle.snapshot().progress().failed()).as("failed items").isZero();
    }

    private static Iterable<String> throwingAfter(int items, TaskContext context) {
        return () -> {
            Iterator<String> all = ITEMS.iterator();
            return new Iterator<>() {
                private int given;

                @Override
                public boolean hasNext() {
                    return all.hasNext();
                }

                @Override
                public String next() {
                    if (given++ == items && context.attempt() == 1) {
                        throw new IllegalStateException("planted failure of the source");
                    }
                    return all.next();
                }
            };
        };
    }

    @Test
    void itemsWithKeysFailAlone() throws InterruptedException {
        TaskEngine tasks = use(builder().register(AT_ONCE, (input, context) -> {
            context.each(ITEMS).keyedBy(item -> "key " + item).forEach(item -> {
                begun.add(item);
                switch (item) {
                    case "b" -> throw new TaskFailedException("No address.");
                    case "c" -> throw new java.io.IOException("jdbc:secret");
                    case "d" -> context.progress().failed("d", "said so itself");
                    case "e" -> context.progress().skipped();
                    default -> {}
                }
            });
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(AT_ONCE, "x");

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Partial<>("through", 3));
        assertThat(handle.snapshot().progress().failedItems())
                .extracting(FailedItem::key, FailedItem::message)
                .containsExactly(
                        tuple("key b", "No address."),
                        tuple("key c", "The task could not finish because of an unexpected error."),
                        tuple("d", "said so itself"));
        assertThat(handle.snapshot().progress().done()).isEqualTo(1);
        assertThat(handle.snapshot().progress().skipped()).isEqualTo(1);
        assertThat(handle.snapshot().progress().processed()).isEqualTo(5);
    }

    @Test
    void itemsOfTheSameKeyAreDoneAgainTogether() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.each(ITEMS)
                    .keyedBy(item -> item.compareTo("c") < 0 ? "first" : "others")
                    .forEach(this::quickly);
            return "through";
        }));
        broken.add("a");
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        outcomeOf(handle);
        broken.clear();
        begun.clear();
        TaskHandle<String> again = handle.retry(RetryScope.FAILED_ITEMS);

        assertThat(outcomeOf(again)).isEqualTo(THROUGH);
        assertThat(begun).containsExactly("a", "b");
    }

    @Test
    void anInterruptedItemIsNoFailedOne() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.cancelGrace(ofSeconds(1)), (input, context) -> {
            context.each(ITEMS).keyedBy(item -> item).forEach(item -> {
                try {
                    step(item);
                } catch (InterruptedException cutShort) {
                    throw new IllegalStateException("as a driver wraps it", cutShort);
                }
            });
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");
        atGate.acquire();
        pass(1);
        handle.cancel();
        time.advance(ofSeconds(2));

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Cancelled.class);
        assertThat(handle.snapshot().progress().failed()).isZero();
        steps.release(9);
        assertThat(outcomeOf(handle.retry(RetryScope.RESUME))).isEqualTo(THROUGH);
        assertThat(begun).containsExactly("a", "b", "b", "c", "d", "e");
    }

    @Test
    void isTheOnlyOneOfItsTask() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            ItemLoop<String> loop = context.each(ITEMS);
            if (input.equals("nested")) {
                loop.forEach(outer -> loop.forEach(this::quickly));
            } else {
                loop.forEach(this::quickly);
                loop.forEach(this::quickly);
            }
            return "through";
        }));

        for (String shape : List.of("nested", "in turn")) {
            assertThat(outcomeOf(tasks.submit(ECHO, shape)))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.failure().detail())
                                    .contains("a task has one each(...).forEach(...) loop"));
        }
        assertThat(begun).as("those of the first of two in turn").isEqualTo(ITEMS);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", " ", " a", "a\n", "a\u2028b"})
    void wantsAKeyThatNamesOneItemOnly(String key) throws InterruptedException {
        assertKeyRefused(key);
    }

    @Test
    void wantsAKeyThatIsNotCut() throws InterruptedException {
        assertKeyRefused("k".repeat(201));
    }

    private void assertKeyRefused(String key) throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.each(ITEMS).keyedBy(item -> key).forEach(this::quickly);
            return "through";
        }));

        assertThat(outcomeOf(tasks.submit(ECHO, "x")))
                .isInstanceOfSatisfying(
                        Outcome.Failed.class,
                        failed -> assertThat(failed.failure().detail())
                                .contains("item key is", "be one line of 1 to 200 characters"));
        assertThat(begun).isEmpty();
    }

    @Test
    void anItemThatSaysItFailedAndThrowsIsCountedOnce() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.each(ITEMS).keyedBy(item -> item).forEach(item -> {
                if (item.equals("b")) {
                    context.progress().failed("b", "No address.");
                    throw new IllegalStateException("no address");
                }
            });
            return "through";
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "x");

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Partial<>("through", 1));
        assertThat(handle.snapshot().progress().processed()).isEqualTo(5);
        assertThat(handle.snapshot().progress().failedItems())
                .extracting(FailedItem::key, FailedItem::message)
                .containsExactly(tuple("b", "No address."));
    }

    @Test
    void refusesDistancesThatAreNone() throws InterruptedException {
        TaskHandle<String> handle = use(builder()).submit("asks", context -> {
            ItemLoop<String> loop = context.each(ITEMS);
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> loop.savingEvery(0, NEVER))
                    .withMessage("items is 0, but must be 1 or more");
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> loop.savingEvery(1, ZERO))
                    .withMessage("time is PT0S, but must be more than zero");
            return "asked";
        });

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("asked"));
        assertThat(stateOf(handle)).isNotEqualTo(FAILED);
    }

    @Test
    void ofAnotherAttemptIsNoWholeRun() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> {
                    context.each(ITEMS).keyedBy(item -> item).forEach(item -> {
                        time.advance(ofMinutes(1));
                        failIfBroken(item);
                    });
                    return "through";
                })
                .executor(dev.errand.executor.TaskExecutor.virtualThreads(1)));
        for (int i = 0; i < 3; i++) {
            outcomeOf(tasks.submit(ECHO, "x"));
        }
        broken.add("c");
        TaskHandle<String> partial = tasks.submit(ECHO, "x");
        outcomeOf(partial);
        for (int i = 0; i < 9; i++) {
            partial = partial.retry(RetryScope.FAILED_ITEMS);
            outcomeOf(partial);
        }
        TaskHandle<String> holder = tasks.submit("holds the only place", context -> waitAtGate("", context));
        atGate.acquire();
        TaskHandle<String> waiting = tasks.submit(ECHO, "x");

        assertThat(waiting.place().orElseThrow().expectedWait())
                .hasValueSatisfying(wait -> assertThat(wait).isBetween(ofMinutes(4), ofMinutes(6)));
        waiting.cancel();
        openGate();
        outcomeOf(holder);
    }
}
