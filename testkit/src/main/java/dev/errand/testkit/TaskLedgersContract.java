package dev.errand.testkit;

import static dev.errand.TaskState.QUEUED;
import static dev.errand.ledger.EntryState.AGAIN;
import static dev.errand.ledger.EntryState.DONE;
import static dev.errand.ledger.EntryState.FAILED;
import static dev.errand.ledger.EntryState.OPEN;
import static dev.errand.ledger.EntryState.SKIPPED;
import static dev.errand.testkit.Tasks.NOON;
import static dev.errand.testkit.Tasks.id;
import static dev.errand.testkit.Tasks.queued;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.RetryScope;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.ledger.EntryState;
import dev.errand.ledger.LedgerCounts;
import dev.errand.ledger.LedgerEntry;
import dev.errand.progress.Progress;
import dev.errand.registry.Begun;
import dev.errand.registry.Instead;
import dev.errand.registry.Lease;
import dev.errand.registry.LedgerIntent;
import dev.errand.registry.LedgerQuery;
import dev.errand.registry.RegistryListener;
import dev.errand.registry.Retention;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskLedgers;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What the ledgers of every registry keep to: an item is one attempt's, what is written stays for later attempts, nothing is
 * written without the lease, and all of it goes with the task.
 *
 * <p>Extend it beside {@link TaskRegistryContract} to test a registry of your own.
 */
@Timeout(30)
@SuppressWarnings("CheckReturnValue") // a test may do something only for what it does
public abstract class TaskLedgersContract {

    private static final Command ANA = Command.by("ana");
    private static final String MAIN = "";

    /** A listener who does not care. */
    protected static final RegistryListener NOBODY = new RegistryListener() {
        @Override
        public void onQueued() {}

        @Override
        public void onOffered() {}

        @Override
        public void onCommand(TaskId task) {}
    };

    private final Lease lease = new Lease(UUID.randomUUID());
    private final Lease stale = new Lease(UUID.randomUUID());
    private TaskRegistry registry;
    private long stamps;

    /** For subclasses. */
    protected TaskLedgersContract() {}

    /**
     * Makes the registry of one test, ready for use. Called once for each, before the subclass's own preparations.
     *
     * @param retention how many ended tasks it remembers, and for how long
     * @return a new registry without a task
     */
    protected abstract TaskRegistry registry(Retention retention);

    @BeforeEach
    void startsATask() {
        registry = registry(new Retention(1_000, Duration.ofHours(1)));
        registry.add(queued(1), Instead.NOTHING);
        start(1, lease);
    }

    @Test
    void entersAnItemOnce() {
        assertThat(begin("a")).isEqualTo(new Begun.Ours());

        assertThat(begin("a")).isEqualTo(new Begun.Known(entry("a", OPEN, 1, "")));
        assertThat(find("a")).contains(entry("a", OPEN, 1, ""));
        assertThat(find("b")).isEmpty();
    }

    @Test
    void takesTheSameIntentTwiceForOne() {
        LedgerIntent intent = intent("a", 1);

        assertThat(begin(intent)).isEqualTo(new Begun.Ours());
        assertThat(begin(intent)).as("its answer was lost").isEqualTo(new Begun.Ours());
    }

    @Test
    void settlesAnItemOnce() {
        begin("a");

        assertThat(settle(entry("a", DONE, 1, "ref 7"))).isTrue();
        assertThat(settle(entry("a", DONE, 1, "ref 7")))
                .as("its answer was lost")
                .isTrue();
        assertThat(settle(entry("a", FAILED, 1, "no"))).isFalse();
        assertThat(settle(entry("a", DONE, 1, "ref 8"))).isFalse();
        assertThat(withdraw(entry("a", OPEN, 1, ""))).isFalse();
        assertThat(find("a")).contains(entry("a", DONE, 1, "ref 7"));
        assertThat(begin("a")).isEqualTo(new Begun.Known(entry("a", DONE, 1, "ref 7")));
    }

    @Test
    void settlesNothingThatItsAttemptHasNotBegun() {
        begin("a");

        assertThat(settle(entry("b", DONE, 1, ""))).isFalse();
        assertThat(settle(entry("a", DONE, 2, ""))).isFalse();
        assertThat(find("a")).contains(entry("a", OPEN, 1, ""));
        assertThat(find("b")).isEmpty();
    }

    @Test
    void saysMoreOfAnItemThatStaysOpen() {
        begin("a");

        assertThat(settle(entry("a", OPEN, 1, "no answer"))).isTrue();
        assertThat(begin("a")).isEqualTo(new Begun.Known(entry("a", OPEN, 1, "no answer")));
        assertThat(settle(entry("a", DONE, 1, "it came late"))).isTrue();
    }

    @Test
    void strikesOutAnItemThatDidNotHappen() {
        begin("a");

        assertThat(withdraw(entry("a", OPEN, 1, ""))).isTrue();
        assertThat(withdraw(entry("a", OPEN, 1, ""))).as("its answer was lost").isTrue();
        assertThat(find("a")).isEmpty();
        assertThat(begin("a")).isEqualTo(new Begun.Ours());
    }

    @Test
    void keepsNotesAndKeysAsTheyAre() {
        String longest = "é".repeat(199) + "x";
        List<String> keys = List.of("a", "A", "á", "a%b_c\\d", "o'Neil", "日本語", "🦊 fox", "x y", longest);
        for (String key : keys) {
            assertThat(begin(key)).isEqualTo(new Begun.Ours());
            assertThat(settle(entry(key, FAILED, 1, key.repeat(2)))).isTrue();
        }

        for (String key : keys) {
            assertThat(find(key)).contains(entry(key, FAILED, 1, key.repeat(2)));
        }
        assertThat(list(query(1_000))).extracting(LedgerEntry::key).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void keepsTasksAndSectionsApart() {
        Lease other = new Lease(UUID.randomUUID());
        registry.add(queued(2), Instead.NOTHING);
        start(2, other);
        LedgerIntent inSection = new LedgerIntent("reminder", "a", 1, ++stamps, NOON, Optional.empty());

        assertThat(begin("a")).isEqualTo(new Begun.Ours());
        assertThat(begin(inSection)).isEqualTo(new Begun.Ours());
        assertThat(ledgers().begin(id(2), other, intent("a", 1))).isEqualTo(new Begun.Ours());

        assertThat(settle(entry("a", DONE, 1, ""))).isTrue();
        assertThat(ledgers().find(id(1), "reminder", "a").orElseThrow().state()).isEqualTo(OPEN);
        assertThat(ledgers().find(id(2), MAIN, "a").orElseThrow().state()).isEqualTo(OPEN);
        assertThat(list(query(10))).containsExactly(entry("a", DONE, 1, ""));
        assertThat(ledgers().list(id(1), LedgerQuery.first("reminder", Set.of())))
                .containsExactly(inSection.entry());
        assertThat(ledgers().counts(id(1), "reminder")).isEqualTo(new LedgerCounts(1, 0, 0, 0));
    }

    @Test
    void refusesEveryWriteWithoutTheLease() {
        begin("a");

        assertThat(ledgers().begin(id(1), stale, intent("a", 1))).as("known").isEqualTo(new Begun.NotHeld());
        assertThat(ledgers().begin(id(1), stale, intent("b", 1))).isEqualTo(new Begun.NotHeld());
        assertThat(ledgers().settle(id(1), stale, entry("a", DONE, 1, ""))).isFalse();
        assertThat(ledgers().withdraw(id(1), stale, entry("a", OPEN, 1, ""))).isFalse();
        assertThat(ledgers().begin(id(9), lease, intent("a", 1)))
                .as("unknown task")
                .isEqualTo(new Begun.NotHeld());
        assertThat(list(query(10))).containsExactly(entry("a", OPEN, 1, ""));
        assertThat(ledgers().list(id(9), query(10))).isEmpty();
    }

    @Test
    void refusesEveryWriteOfAnAttemptThatIsOver() {
        begin("a");
        apply(Transition.interrupt(lease, Progress.NOT_STARTED, Optional.empty(), NOON));

        assertThat(begin("b")).isEqualTo(new Begun.NotHeld());
        assertThat(settle(entry("a", DONE, 1, ""))).isFalse();
        assertThat(withdraw(entry("a", OPEN, 1, ""))).isFalse();
        assertThat(list(query(10))).containsExactly(entry("a", OPEN, 1, ""));
    }

    @Test
    void showsALaterAttemptWhatWasLeftOpen() {
        begin("done");
        settle(entry("done", DONE, 1, "ref"));
        begin("open");
        Lease second = startAgain();

        assertThat(ledgers().begin(id(1), second, intent("done", 2)))
                .isEqualTo(new Begun.Known(entry("done", DONE, 1, "ref")));
        assertThat(ledgers().begin(id(1), second, intent("open", 2)))
                .isEqualTo(new Begun.Known(entry("open", OPEN, 1, "")));
        assertThat(ledgers().settle(id(1), second, entry("open", SKIPPED, 1, "left at that")))
                .as("the later attempt decides")
                .isTrue();
        assertThat(find("open")).contains(entry("open", SKIPPED, 1, "left at that"));
    }

    @Test
    void letsALaterAttemptTakeThePlaceOfAnEntryAsItWas() {
        begin("open");
        begin("failed");
        settle(entry("failed", FAILED, 1, "no"));
        Lease second = startAgain();
        LedgerIntent again = intent("open", 2).insteadOf(entry("open", OPEN, 1, ""));

        assertThat(ledgers().begin(id(1), second, again)).isEqualTo(new Begun.Ours());
        assertThat(ledgers().begin(id(1), second, again))
                .as("its answer was lost")
                .isEqualTo(new Begun.Ours());
        assertThat(find("open")).contains(entry("open", OPEN, 2, ""));
        assertThat(ledgers().begin(id(1), second, intent("open", 2).insteadOf(entry("open", OPEN, 1, ""))))
                .as("it is not as it was")
                .isEqualTo(new Begun.Known(entry("open", OPEN, 2, "")));
        assertThat(ledgers().begin(id(1), second, intent("failed", 2).insteadOf(entry("failed", FAILED, 1, "no"))))
                .isEqualTo(new Begun.Ours());
        assertThat(ledgers().settle(id(1), second, entry("open", DONE, 1, "by the first")))
                .as("the first attempt is not in it any more")
                .isFalse();
        assertThat(ledgers().settle(id(1), second, entry("open", DONE, 2, "by the second")))
                .isTrue();
    }

    @Test
    void letsAPersonDecideWhatIsOpenOnceTheAttemptIsOver() {
        begin("a");
        begin("b");
        LedgerEntry a = entry("a", OPEN, 1, "");
        LedgerEntry settled = entry("a", DONE, 1, "by ana");
        assertThat(ledgers().decide(id(1), a, settled))
                .as("it may be under way")
                .isFalse();
        apply(Transition.interrupt(lease, Progress.NOT_STARTED, Optional.empty(), NOON));

        assertThat(ledgers().decide(id(1), a, settled)).isTrue();
        assertThat(ledgers().decide(id(1), a, settled))
                .as("its answer was lost")
                .isTrue();
        assertThat(ledgers().decide(id(1), a, entry("a", FAILED, 1, "by bea")))
                .as("it is not in doubt any more")
                .isFalse();
        assertThat(ledgers().decide(id(1), entry("b", OPEN, 1, "else"), entry("b", DONE, 1, "")))
                .as("it is not as it was listed")
                .isFalse();
        assertThat(ledgers().decide(id(1), entry("c", OPEN, 1, ""), entry("c", DONE, 1, "")))
                .isFalse();
        assertThat(ledgers().decide(id(9), a, settled)).as("unknown task").isFalse();
        assertThat(find("a")).contains(settled);
        assertThat(find("b")).contains(entry("b", OPEN, 1, ""));
        assertThat(find("c")).isEmpty();
    }

    @Test
    void letsAnAttemptDoAgainWhatAPersonWantsDoneAgain() {
        begin("a");
        apply(Transition.interrupt(lease, Progress.NOT_STARTED, Optional.empty(), NOON));
        LedgerEntry again = entry("a", AGAIN, 1, "by ana");
        assertThat(ledgers().decide(id(1), entry("a", OPEN, 1, ""), again)).isTrue();
        assertThat(ledgers().counts(id(1), MAIN)).isEqualTo(new LedgerCounts(1, 0, 0, 0));
        Lease second = new Lease(UUID.randomUUID());
        apply(Transition.resume(ANA, NOON));
        start(1, second);

        assertThat(ledgers().begin(id(1), second, intent("a", 2))).isEqualTo(new Begun.Known(again));
        assertThat(ledgers().begin(id(1), second, intent("a", 2).insteadOf(again)))
                .isEqualTo(new Begun.Ours());
        assertThat(find("a")).contains(entry("a", OPEN, 2, ""));
    }

    @Test
    void listsWhatIsOpenOfAllSections() {
        List<String> open = new ArrayList<>();
        for (String section : List.of("main", "reminder", "z")) {
            for (int i = 0; i < 4; i++) {
                LedgerIntent intent = new LedgerIntent(section, "item " + i, 1, ++stamps, NOON, Optional.empty());
                begin(intent);
                if (i == 2) {
                    settle(new LedgerEntry(section, "item 2", DONE, 1, "", NOON));
                } else {
                    open.add(section + " " + intent.key());
                }
            }
        }
        begin("a");
        open.add(" a");
        List<String> read = new ArrayList<>();
        List<LedgerEntry> page = ledgers().listOpen(id(1), Optional.empty(), 4);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(4).allMatch(entry -> entry.state() == OPEN);
            page.forEach(entry -> read.add(entry.section() + " " + entry.key()));
            page = ledgers().listOpen(id(1), Optional.of(page.getLast()), 4);
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(open);
        assertThat(ledgers().listOpen(id(9), Optional.empty(), 4)).isEmpty();
    }

    @Test
    void listsPageByPage() {
        List<LedgerEntry> all = IntStream.range(0, 25)
                .mapToObj(i -> "item " + i)
                .map(key -> {
                    begin(key);
                    LedgerEntry settled = entry(key, key.endsWith("3") ? FAILED : DONE, 1, "");
                    settle(settled);
                    return settled;
                })
                .toList();
        List<LedgerEntry> read = new ArrayList<>();
        LedgerQuery query = query(10);
        List<LedgerEntry> page = list(query);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(10);
            read.addAll(page);
            page = list(query.after(page.getLast()));
        }

        assertThat(read).containsExactlyInAnyOrderElementsOf(all);
        assertThat(list(query(1_000))).as("the same order").isEqualTo(read);
        assertThat(list(new LedgerQuery(MAIN, Set.of(FAILED), Optional.empty(), 2)))
                .hasSize(2)
                .allMatch(entry -> entry.state() == FAILED);
        assertThat(list(LedgerQuery.first(MAIN, Set.of(FAILED, OPEN)))).hasSize(3);
        assertThat(list(LedgerQuery.first(MAIN, Set.of(OPEN)))).isEmpty();
    }

    @Test
    void countsByState() {
        assertThat(ledgers().counts(id(1), MAIN)).isEqualTo(LedgerCounts.NONE);
        Map.of(OPEN, 1, DONE, 2, FAILED, 3, SKIPPED, 4).forEach((state, many) -> {
            for (int i = 0; i < many; i++) {
                begin(state + " " + i);
                settle(entry(state + " " + i, state, 1, ""));
            }
        });

        assertThat(ledgers().counts(id(1), MAIN)).isEqualTo(new LedgerCounts(1, 2, 3, 4));
        assertThat(ledgers().counts(id(1), MAIN).total()).isEqualTo(10);
    }

    @Test
    void forgetsTheLedgerWithItsTask() {
        begin("a");
        settle(entry("a", DONE, 1, ""));
        begin(new LedgerIntent("reminder", "b", 1, ++stamps, NOON, Optional.empty()));
        end(1, lease);
        registry.sweep(NOON.plus(Duration.ofMinutes(59)));
        assertThat(find("a")).isPresent();

        registry.sweep(NOON.plus(Duration.ofMinutes(61)));

        assertThat(registry.find(id(1))).isEmpty();
        assertThat(find("a")).isEmpty();
        assertThat(list(query(10))).isEmpty();
        assertThat(ledgers().counts(id(1), "reminder")).isEqualTo(LedgerCounts.NONE);
        assertThat(begin("a")).isEqualTo(new Begun.NotHeld());
    }

    @Test
    void letsATaskBeDoneAgainThatHasALedger() {
        Outcome<String> cancelled = new Outcome.Cancelled<>("by ana", Optional.of("half a report"));
        registry.report(id(1), lease, new RunReport.Recorded());
        assertThat(registry.find(id(1)).orElseThrow().startingPoint().isResumable())
                .isTrue();
        begin("a");
        apply(Transition.requestCancel(ANA, NOON));
        apply(Transition.end(lease, cancelled, Progress.NOT_STARTED, NOON));

        assertThat(apply(Transition.retry(RetryScope.RESUME, Owner.of("ana"), ANA, NOON))
                        .state())
                .isEqualTo(QUEUED);
        assertThat(registry.find(id(1)).orElseThrow().startingPoint().recorded())
                .as("the next attempt knows it still")
                .isTrue();
        assertThat(find("a")).isPresent();
    }

    @RepeatedTest(20)
    void givesAnItemToOneOfManyThatRaceForIt() throws Exception {
        CyclicBarrier together = new CyclicBarrier(8);
        List<Callable<Begun>> racers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            LedgerIntent intent = intent("a", 1);
            racers.add(() -> {
                together.await();
                return begin(intent);
            });
        }

        assertThat(runAll(racers).stream().filter(new Begun.Ours()::equals)).hasSize(1);
    }

    @Test
    void writesForManyAtTheSameTime() throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            int writer = i;
            writers.add(() -> IntStream.range(0, 50).allMatch(j -> {
                String key = "item " + writer + " " + j;
                LedgerIntent intent = new LedgerIntent(MAIN, key, 1, writer * 100L + j, NOON, Optional.empty());
                return begin(intent) instanceof Begun.Ours && settle(entry(key, DONE, 1, key));
            }));
        }

        assertThat(runAll(writers)).containsOnly(true);
        assertThat(ledgers().counts(id(1), MAIN)).isEqualTo(new LedgerCounts(0, 400, 0, 0));
    }

    /** Whoever is told that the task was taken from an attempt, can rely on it. */
    @RepeatedTest(5)
    void givesNothingToAnAttemptOnceTheTaskWasTakenFromIt() throws Exception {
        AtomicBoolean taken = new AtomicBoolean();
        Callable<Boolean> attempt = () -> {
            int late = 0;
            for (int i = 0; late < 20; i++) {
                boolean over = taken.get();
                late += over ? 1 : 0;
                LedgerIntent intent = new LedgerIntent(MAIN, "item " + i, 1, i, NOON, Optional.empty());
                boolean ours = begin(intent) instanceof Begun.Ours;
                if (ours && over) {
                    return false;
                }
                if (ours != find("item " + i).isPresent()) {
                    return false;
                }
            }
            return true;
        };
        Callable<Boolean> taker = () -> {
            apply(Transition.interrupt(lease, Progress.NOT_STARTED, Optional.empty(), NOON));
            taken.set(true);
            return true;
        };

        assertThat(runAll(List.of(attempt, taker))).containsOnly(true);
    }

    /** On platform threads, which take turns also where there is one processor: a racer need not give way by itself. */
    private static <T> List<T> runAll(List<Callable<T>> racers) throws Exception {
        try (ExecutorService threads =
                Executors.newThreadPerTaskExecutor(Thread.ofPlatform().factory())) {
            List<T> answers = new ArrayList<>();
            for (Future<T> racer : threads.invokeAll(racers)) {
                answers.add(racer.get());
            }
            return answers;
        }
    }

    private TaskLedgers ledgers() {
        return registry.ledgers();
    }

    private Begun begin(String key) {
        return begin(intent(key, 1));
    }

    private Begun begin(LedgerIntent intent) {
        return ledgers().begin(id(1), lease, intent);
    }

    private LedgerIntent intent(String key, int attempt) {
        return new LedgerIntent(MAIN, key, attempt, ++stamps, NOON, Optional.empty());
    }

    private boolean settle(LedgerEntry entry) {
        return ledgers().settle(id(1), lease, entry);
    }

    private boolean withdraw(LedgerEntry entry) {
        return ledgers().withdraw(id(1), lease, entry);
    }

    private Optional<LedgerEntry> find(String key) {
        return ledgers().find(id(1), MAIN, key);
    }

    private List<LedgerEntry> list(LedgerQuery query) {
        return ledgers().list(id(1), query);
    }

    private static LedgerQuery query(int limit) {
        return new LedgerQuery(MAIN, Set.of(), Optional.empty(), limit);
    }

    private static LedgerEntry entry(String key, EntryState state, int attempt, String note) {
        return new LedgerEntry(MAIN, key, state, attempt, note, NOON);
    }

    @CanIgnoreReturnValue
    private TaskSnapshot apply(Transition transition) {
        return registry.apply(id(1), transition).orElseThrow();
    }

    private void start(long number, Lease holder) {
        registry.apply(id(number), Transition.start(holder, NOON)).orElseThrow();
    }

    /** The first attempt is lost, and a second one begins. */
    private Lease startAgain() {
        Lease second = new Lease(UUID.randomUUID());
        apply(Transition.interrupt(lease, Progress.NOT_STARTED, Optional.empty(), NOON));
        apply(Transition.resume(ANA, NOON));
        start(1, second);
        return second;
    }

    private void end(long number, Lease holder) {
        registry.apply(id(number), Transition.end(holder, new Outcome.Succeeded<>("done"), Progress.NOT_STARTED, NOON))
                .orElseThrow();
    }
}
