package dev.errand.engine;

import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.PAUSED;
import static dev.errand.ledger.EntryState.DONE;
import static dev.errand.ledger.EntryState.FAILED;
import static dev.errand.ledger.EntryState.OPEN;
import static dev.errand.ledger.EntryState.SKIPPED;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.errand.Command;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.Reply;
import dev.errand.Retry;
import dev.errand.RetryScope;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.ledger.Ledger;
import dev.errand.ledger.LedgerCounts;
import dev.errand.ledger.LedgerEntry;
import dev.errand.ledger.WhenInDoubt;
import dev.errand.progress.FailedItem;
import dev.errand.progress.Progress;
import dev.errand.registry.LedgerQuery;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.TaskLedgers;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a task writes into its ledger, and what a later attempt makes of it. */
class LedgerTest extends ItemFixture {

    private static final Outcome<String> THROUGH = new Outcome.Succeeded<>("through");
    private static final TaskType<String, String> AT_ONCE = ECHO.retrying(Retry.fixed(9, ZERO));

    private final FaultyPartsTest.Registry registry = new FaultyPartsTest.Registry();

    /** What the items do to the outside. */
    private String effect(String item) {
        begun.add(item);
        failIfBroken(item);
        return "ref " + item;
    }

    @Test
    void doesEachItemOnceInHoweverManyAttempts() throws InterruptedException {
        TaskHandle<String> handle = submit((context, ledger) -> {
            for (String item : context.over(ITEMS)) {
                assertThat(ledger.once(item, () -> effect(item)).note()).isEqualTo("ref " + item);
                failInAttempt(context, item);
            }
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).isEqualTo(ITEMS);
        assertThat(handle.snapshot().status().attempt()).isEqualTo(3);
        assertThat(progress(handle).done()).isEqualTo(5);
    }

    private static void failInAttempt(TaskContext context, String item) throws IOException {
        if ((item.equals("b") && context.attempt() == 1) || (item.equals("d") && context.attempt() == 2)) {
            throw new IOException("planted failure after " + item);
        }
    }

    @Test
    void leavesAnItemAloneThatIsInDoubtAndCountsItAsFailed() throws InterruptedException {
        broken.add("c");
        TaskHandle<String> handle = submit((context, ledger) -> {
            for (String item : context.over(ITEMS)) {
                ledger.once(item, () -> effect(item));
            }
            List<LedgerEntry> left = ledger.inDoubt().toList();
            assertThat(left).extracting(LedgerEntry::key).containsExactly("c");
            assertThat(left.getFirst().note()).contains("planted failure of c");
            assertThat(left.getFirst().attempt()).isEqualTo(1);
        });

        assertThat(endOf(handle)).isEqualTo(new Outcome.Partial<>("through", 1));
        assertThat(begun).isEqualTo(ITEMS);
        assertThat(progress(handle).done()).isEqualTo(4);
        assertThat(progress(handle).failedItems())
                .extracting(FailedItem::key, FailedItem::message)
                .containsExactly(tuple("c", "It is not known whether this was done before."));
    }

    @Test
    void doesAnItemAgainThatIsInDoubtIfItMay() throws InterruptedException {
        TaskHandle<String> handle = submit((context, ledger) -> {
            for (String item : context.over(ITEMS)) {
                ledger.whenInDoubt(WhenInDoubt.REPEAT).once(item, () -> {
                    String note = effect(item);
                    failInAttempt(context, item);
                    return note;
                });
            }
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).containsExactly("a", "b", "b", "c", "d", "d", "e");
        assertThat(entry(handle, "b").state()).isEqualTo(DONE);
        assertThat(entry(handle, "b").attempt()).isEqualTo(2);
    }

    @Test
    void isDoneWithAnItemInDoubtIfItIsToSkipIt() throws InterruptedException {
        broken.add("c");
        TaskHandle<String> handle = submit((context, ledger) -> {
            Ledger skipping = ledger.whenInDoubt(WhenInDoubt.SKIP);
            for (String item : context.over(ITEMS)) {
                skipping.once(item, () -> effect(item));
            }
            assertThat(ledger.inDoubt()).isEmpty();
            assertThat(ledger.entries(SKIPPED)).extracting(LedgerEntry::key).containsExactly("c");
            assertThat(ledger.counts()).isEqualTo(new LedgerCounts(0, 4, 0, 1));
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).isEqualTo(ITEMS);
        assertThat(progress(handle).skipped()).isEqualTo(1);
        assertThat(entry(handle, "c").note()).contains("planted failure of c");
    }

    @Test
    void takesTheWordOfAnEffectThatKnowsHowItEnded() throws InterruptedException {
        AtomicInteger tries = new AtomicInteger();
        TaskHandle<String> handle = submit((context, ledger) -> {
            ledger.once("refused", () -> {
                ledger.failed("refused", "closed account");
                throw new IllegalStateException("told anyway");
            });
            ledger.once("not sent", () -> {
                if (tries.incrementAndGet() == 1) {
                    ledger.withdraw("not sent");
                    throw new IOException("connection refused");
                }
                return "sent";
            });
        });

        assertThat(endOf(handle)).isEqualTo(new Outcome.Partial<>("through", 1));
        assertThat(entry(handle, "refused").state()).isEqualTo(FAILED);
        assertThat(entry(handle, "refused").note()).isEqualTo("closed account");
        assertThat(entry(handle, "not sent").note()).isEqualTo("sent");
        assertThat(tries).hasValue(2);
    }

    @Test
    void tellsWhatIsKnownOfAnItemThatIsNotTheCallers() throws InterruptedException {
        TaskHandle<String> handle = submit((context, ledger) -> {
            if (context.attempt() == 1) {
                assertThat(ledger.begin("settled")).isEmpty();
                ledger.done("settled", "ref 7");
                assertThat(ledger.begin("left")).isEmpty();
                ledger.doubt("left", "no answer");
                assertThat(ledger.begin("left"))
                        .as("of the same attempt, which need not be over")
                        .hasValueSatisfying(entry -> assertThat(entry.state()).isEqualTo(OPEN));
                assertThat(ledger.inDoubt()).isEmpty();
                throw new IOException("planted");
            }
            assertThat(ledger.begin("settled").orElseThrow().note()).isEqualTo("ref 7");
            assertThat(ledger.begin("left").orElseThrow().state()).isEqualTo(OPEN);
            assertThat(ledger.inDoubt()).extracting(LedgerEntry::note).containsExactly("no answer");
            assertThat(ledger.find("settled").orElseThrow().at()).isEqualTo(time.instant());
            assertThat(ledger.find("never")).isEmpty();
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
    }

    @Test
    void settlesNothingThatIsNotOpen() throws InterruptedException {
        TaskHandle<String> handle = submit((context, ledger) -> {
            assertThat(ledger.begin("a")).isEmpty();
            ledger.done("a", "");
            for (Runnable wrong : List.<Runnable>of(
                    () -> ledger.done("a", "again"),
                    () -> ledger.failed("a", ""),
                    () -> ledger.doubt("a", ""),
                    () -> ledger.withdraw("a"),
                    () -> ledger.done("b", ""))) {
                assertThatExceptionOfType(IllegalStateException.class)
                        .isThrownBy(wrong::run)
                        .withMessageContaining("of the ledger is not open");
            }
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " a", "a\nb", "a\u0000"})
    void refusesKeysThatAreNoKeys(String key) throws InterruptedException {
        TaskHandle<String> handle = submit((context, ledger) -> {
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ledger.begin(key));
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ledger.section(key));
            assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> ledger.begin("x".repeat(201)));
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
    }

    @Test
    void makesNotesFitForOneLine() throws InterruptedException {
        TaskHandle<String> handle =
                submit((context, ledger) -> ledger.once("a", () -> "two\nlines\u0000 " + "x".repeat(600)));

        assertThat(endOf(handle)).isEqualTo(THROUGH);
        assertThat(entry(handle, "a").note()).startsWith("two lines  xxx").hasSize(500);
    }

    @Test
    void hasSectionsWhoseItemsDoNotMeet() throws InterruptedException {
        TaskHandle<String> handle = submit((context, ledger) -> {
            Ledger first = ledger.section("to members");
            assertThat(first.begin("ana")).isEmpty();
            first.done("ana", "first");
            Ledger second = ledger.section("to admins").whenInDoubt(WhenInDoubt.SKIP);
            assertThat(second.begin("ana")).isEmpty();
            assertThat(ledger.begin("ana")).isEmpty();

            assertThat(first.entries()).hasSize(1);
            assertThat(second.counts()).isEqualTo(new LedgerCounts(1, 0, 0, 0));
            assertThat(first.whenInDoubt(WhenInDoubt.REPEAT).begin("bea")).isEmpty();
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
    }

    @Test
    void refusesTwoThatUseOneSection() throws InterruptedException {
        TaskHandle<String> handle = submit((context, ledger) -> {
            Ledger first = ledger.section("reminder");
            Ledger second = ledger.section("reminder");
            assertThat(first.begin("ana")).isEmpty();

            assertThat(second.find("ana")).as("whoever only reads").isPresent();
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> second.begin("bea"))
                    .withMessageContaining("section \"reminder\" of the ledger is in use");
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
    }

    @Test
    void readsALongLedgerPageByPage() throws InterruptedException {
        int many = 2 * LedgerQuery.MAX_LIMIT + 1;
        TaskHandle<String> handle = submit((context, ledger) -> {
            for (int i = 0; i < many; i++) {
                String key = "item " + i;
                assertThat(ledger.begin(key)).isEmpty();
                ledger.done(key, "");
            }
            assertThat(ledger.entries().map(LedgerEntry::key).distinct()).hasSize(many);
            assertThat(ledger.entries(DONE).limit(3)).hasSize(3);
            assertThat(ledger.entries(FAILED, OPEN)).isEmpty();
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
    }

    @Test
    void doesFailedItemsAgainIfAPersonAsksForThem() throws InterruptedException {
        broken.add("b");
        TaskHandle<String> handle = submit((context, ledger) -> context.each(ITEMS)
                .keyedBy(item -> item)
                .forEach(item -> ledger.once(item, () -> {
                    try {
                        return effect(item);
                    } catch (IllegalStateException refused) {
                        ledger.failed(item, "refused");
                        throw refused;
                    }
                })));
        assertThat(endOf(handle)).isEqualTo(new Outcome.Partial<>("through", 1));
        broken.clear();

        TaskHandle<String> again = handle.retry(RetryScope.FAILED_ITEMS);

        assertThat(endOf(again)).isEqualTo(THROUGH);
        assertThat(begun).containsExactly("a", "b", "c", "d", "e", "b");
        assertThat(entry(handle, "b").state()).isEqualTo(DONE);
    }

    @Test
    void letsATaskBePausedAndGoOn() throws InterruptedException {
        TaskHandle<String> handle = submit((context, ledger) -> {
            for (String item : context.over(ITEMS)) {
                ledger.once(item, () -> {
                    step(item);
                    return "";
                });
            }
        });
        atGate.acquire();
        pass(2);
        assertThat(handle.pause()).isTrue();
        steps.release();
        awaitState(handle, PAUSED);
        steps.release(5);
        assertThat(handle.resume()).isTrue();

        assertThat(endOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).isEqualTo(ITEMS);
        assertThat(progress(handle).done()).isEqualTo(5);
    }

    @Test
    void letsATaskBeResumedThatHandedOverWhatItHadDone() throws InterruptedException {
        TaskHandle<String> handle = submit((context, ledger) -> {
            try {
                for (String item : context.over(ITEMS)) {
                    ledger.once(item, () -> {
                        step(item);
                        return "";
                    });
                }
            } catch (TaskCancelledException cancelled) {
                throw cancelled.keeping("a report of some");
            }
        });
        atGate.acquire();
        handle.cancel();
        steps.release(5);
        awaitState(handle, CANCELLED);

        TaskHandle<String> again = handle.retry(RetryScope.RESUME);

        assertThat(endOf(again)).isEqualTo(THROUGH);
        assertThat(begun).isEqualTo(ITEMS);
    }

    @Test
    void isTriedAgainWithAReportInHandIfThatRepeatsNothing() throws InterruptedException {
        TaskFailedException temporary = new TaskFailedException("The server is away.")
                .keeping("a report of some")
                .temporary();
        TaskHandle<String> handle = submit((context, ledger) -> {
            for (String item : ITEMS) {
                ledger.once(item, () -> effect(item));
                if (context.attempt() == 1 && item.equals("b")) {
                    throw temporary;
                }
            }
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).isEqualTo(ITEMS);
        TaskHandle<String> without = use(builder().register(AT_ONCE, (input, context) -> {
                    throw temporary;
                }))
                .submit(AT_ONCE, "x");
        assertThat(endOf(without) instanceof Outcome.Failed<String> failed ? failed.kept() : Optional.empty())
                .isEqualTo(Optional.of("a report of some"));
        assertThat(without.snapshot().status().attempt()).isEqualTo(1);
    }

    @Test
    void waitsForARegistryThatIsAway() throws InterruptedException {
        AtomicInteger calls = new AtomicInteger();
        TaskEngine tasks = use(builder().registry(new FaultyPartsTest.Registry() {
            @Override
            public TaskLedgers ledgers() {
                if (calls.incrementAndGet() % 2 == 1) {
                    throw new RegistryUnavailableException("planted", null);
                }
                return super.ledgers();
            }
        }));
        TaskHandle<String> handle = tasks.submit("away", context -> {
            context.ledger().once("a", () -> effect("a"));
            return "through";
        });

        assertThat(endOf(handle)).isEqualTo(THROUGH);
        assertThat(begun).containsExactly("a");
        assertThat(calls).hasValue(4);
    }

    @Test
    void refusesAnAttemptThatTheTaskWasTakenFrom() throws InterruptedException {
        List<TaskCancelledException> refusals = new CopyOnWriteArrayList<>();
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle = tasks.submit("taken", context -> {
            Ledger ledger = context.ledger();
            assertThat(ledger.begin("a")).isEmpty();
            ignoreEverything("", context);
            for (Runnable late : List.<Runnable>of(
                    () -> ledger.done("a", ""), () -> ledger.withdraw("a"), () -> assertThat(ledger.begin("b")))) {
                try {
                    late.run();
                } catch (TaskCancelledException told) {
                    refusals.add(told);
                }
            }
            atGate.release();
            return "late";
        });
        atGate.acquire();
        handle.cancel();
        assertThat(handle.forceStop(Command.by("olga"))).isEqualTo(Reply.ACCEPTED);
        openGate();
        atGate.acquire();

        assertThat(refusals).as("each was refused").hasSize(3);
        assertThat(stateOf(handle)).isEqualTo(TaskState.CANCELLED);
    }

    /** What a task does with its ledger. */
    @FunctionalInterface
    private interface Body {
        void run(TaskContext context, Ledger ledger) throws Exception;
    }

    private TaskHandle<String> submit(Body body) {
        TaskEngine tasks = use(builder().registry(registry).register(AT_ONCE, (input, context) -> {
            body.run(context, context.ledger());
            return "through";
        }));
        return tasks.submit(AT_ONCE, "x");
    }

    /** When it has been tried as often as need be. */
    private Outcome<String> endOf(TaskHandle<String> handle) throws InterruptedException {
        letTriesPass(handle);
        return outcomeOf(handle);
    }

    private LedgerEntry entry(TaskHandle<?> handle, String key) {
        return registry.ledgers().find(handle.id(), "", key).orElseThrow();
    }

    private static Progress progress(TaskHandle<?> handle) {
        return handle.snapshot().progress();
    }
}
