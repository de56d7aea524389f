package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.TaskId;
import dev.errand.ledger.EntryState;
import dev.errand.ledger.Ledger;
import dev.errand.ledger.LedgerCounts;
import dev.errand.ledger.LedgerEntry;
import dev.errand.ledger.WhenInDoubt;
import dev.errand.progress.FailedItem;
import dev.errand.registry.Begun;
import dev.errand.registry.LedgerIntent;
import dev.errand.registry.LedgerQuery;
import dev.errand.registry.StartingPoint;
import dev.errand.registry.TaskLedgers;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** A part of the ledger of a task, as one attempt sees it. The registry knows what is open; here is known what is in doubt. */
final class AttemptLedger implements Ledger {

    private static final String MAIN = "";
    private static final String IN_DOUBT = "It is not known whether this was done before.";

    /** What all parts of the ledger of an attempt share. */
    private record Shared(
            Attempt<?> attempt,
            AttemptWriter writer,
            StartingPoint from,
            ConcurrentMap<String, Object> sectionsInUse) {}

    private final Shared shared;
    private final String section;

    /** Whoever has asked for this section: of two, one may begin items in it. */
    private final Object user;

    private final WhenInDoubt policy;

    /** The main part. */
    AttemptLedger(Attempt<?> attempt, AttemptWriter writer, StartingPoint from) {
        this(new Shared(attempt, writer, from, new ConcurrentHashMap<>()), MAIN, new Object(), WhenInDoubt.ASK);
    }

    private AttemptLedger(Shared shared, String section, Object user, WhenInDoubt policy) {
        this.shared = shared;
        this.section = section;
        this.user = user;
        this.policy = policy;
    }

    @Override
    public Ledger whenInDoubt(WhenInDoubt other) {
        return new AttemptLedger(shared, section, user, other);
    }

    @Override
    public Ledger section(String name) {
        return new AttemptLedger(shared, ItemKeys.require(name), new Object(), policy);
    }

    @Override
    public LedgerEntry once(String key, Effect effect) throws Exception {
        Optional<LedgerEntry> known = begin(key);
        if (known.isPresent()) {
            count(known.get());
            return known.get();
        }
        String note;
        try {
            note = effect.happen();
        } catch (Throwable e) {
            leaveInDoubt(key, e);
            throw e;
        }
        return settle(key, EntryState.DONE, note);
    }

    private void count(LedgerEntry known) {
        switch (known.state()) {
            case DONE -> {} // as whatever loops over the items counts it
            case FAILED -> shared.attempt.tracker().failed(known.key(), known.note());
            case OPEN, AGAIN -> shared.attempt.tracker().failed(known.key(), IN_DOUBT);
            case SKIPPED -> shared.attempt.tracker().skipped();
        }
    }

    /** Unless the effect itself has said how it ended. */
    private void leaveInDoubt(String key, Throwable why) {
        try {
            find(key).filter(this::isOurs).ifPresent(entry -> settle(key, EntryState.OPEN, why.toString()));
        } catch (RuntimeException open) {
            why.addSuppressed(open); // so it is in doubt without a note
        }
    }

    private boolean isOurs(LedgerEntry entry) {
        return entry.state() == EntryState.OPEN && entry.attempt() == shared.attempt.number();
    }

    @Override
    public Optional<LedgerEntry> begin(String key) {
        requireSection();
        requireRecorded();
        long stamp = ThreadLocalRandom.current().nextLong();
        int attempt = shared.attempt.number();
        LedgerIntent intent =
                new LedgerIntent(section, ItemKeys.require(key), attempt, stamp, shared.writer.now(), Optional.empty());
        Optional<LedgerEntry> known = begin(intent);
        return known.isPresent() ? decide(known.get(), intent) : known;
    }

    private void requireSection() {
        Object first = section.equals(MAIN) ? user : shared.sectionsInUse.computeIfAbsent(section, unused -> user);
        if (!first.equals(user)) {
            throw new IllegalStateException("section \"" + section + "\" of the ledger is in use by another part of the"
                    + " task, whose items would be taken for those of this one: give it a name of its own");
        }
    }

    /** The first item of a task lets its registry know that it may be resumed. */
    private void requireRecorded() {
        if (shared.attempt.markRecorded() && !shared.from.recorded()) {
            shared.writer.record();
        }
    }

    private Optional<LedgerEntry> begin(LedgerIntent intent) {
        Begun begun = ask((ledgers, task) -> ledgers.begin(task, shared.attempt.lease(), intent));
        return switch (begun) {
            case Begun.Ours() -> Optional.empty();
            case Begun.Known(LedgerEntry entry) -> Optional.of(entry);
            case Begun.NotHeld() -> throw AttemptWriter.notHeld();
        };
    }

    private Optional<LedgerEntry> decide(LedgerEntry known, LedgerIntent intent) {
        boolean wanted = known.state() == EntryState.FAILED
                && shared.from
                        .onlyItems()
                        .filter(only -> only.contains(known.key()))
                        .isPresent();
        if (wanted || known.state() == EntryState.AGAIN || (isInDoubt(known) && policy == WhenInDoubt.REPEAT)) {
            return begin(intent.insteadOf(known));
        }
        return Optional.of(isInDoubt(known) && policy == WhenInDoubt.SKIP ? skip(known) : known);
    }

    private boolean isInDoubt(LedgerEntry entry) {
        return entry.state() == EntryState.OPEN && entry.attempt() < shared.attempt.number();
    }

    private LedgerEntry skip(LedgerEntry known) {
        return settle(new LedgerEntry(
                known.section(), known.key(), EntryState.SKIPPED, known.attempt(), known.note(), shared.writer.now()));
    }

    @Override
    public void done(String key, String note) {
        settle(key, EntryState.DONE, note);
    }

    @Override
    public void failed(String key, String note) {
        settle(key, EntryState.FAILED, note);
    }

    @Override
    public void doubt(String key, String note) {
        settle(key, EntryState.OPEN, note);
    }

    @CanIgnoreReturnValue
    private LedgerEntry settle(String key, EntryState state, String note) {
        return settle(ours(key, state, note));
    }

    private LedgerEntry ours(String key, EntryState state, String note) {
        String line = FailedItem.messageOf(note);
        return new LedgerEntry(section, key, state, shared.attempt.number(), line, shared.writer.now());
    }

    private LedgerEntry settle(LedgerEntry entry) {
        requireChanged(entry, ask((ledgers, task) -> ledgers.settle(task, shared.attempt.lease(), entry)));
        return entry;
    }

    @Override
    public void withdraw(String key) {
        LedgerEntry entry = ours(key, EntryState.OPEN, "");
        requireChanged(entry, ask((ledgers, task) -> ledgers.withdraw(task, shared.attempt.lease(), entry)));
    }

    private void requireChanged(LedgerEntry entry, boolean changed) {
        if (!changed) {
            shared.writer.requireHeld();
            throw new IllegalStateException(
                    "item \"" + entry.key() + "\" of the ledger is not open: begin it first, and" + " settle it once");
        }
    }

    @Override
    public Optional<LedgerEntry> find(String key) {
        return ask((ledgers, task) -> ledgers.find(task, section, key));
    }

    @Override
    public Stream<LedgerEntry> entries(EntryState... states) {
        return stream(Set.of(states));
    }

    @Override
    public Stream<LedgerEntry> inDoubt() {
        return stream(Set.of(EntryState.OPEN)).filter(this::isInDoubt);
    }

    /** Page by page, as far as somebody reads. */
    private Stream<LedgerEntry> stream(Set<EntryState> states) {
        LedgerQuery first = LedgerQuery.first(section, states);
        return Stream.iterate(page(first), page -> !page.isEmpty(), page -> pageAfter(first, page))
                .flatMap(List::stream);
    }

    private List<LedgerEntry> pageAfter(LedgerQuery query, List<LedgerEntry> page) {
        return page.size() < query.limit() ? List.of() : page(query.after(page.getLast()));
    }

    private List<LedgerEntry> page(LedgerQuery query) {
        return ask((ledgers, task) -> ledgers.list(task, query));
    }

    @Override
    public Instant now() {
        return shared.writer.now();
    }

    @Override
    public LedgerCounts counts() {
        return ask((ledgers, task) -> ledgers.counts(task, section));
    }

    private <T> T ask(BiFunction<TaskLedgers, TaskId, T> question) {
        TaskId task = shared.attempt.task().id();
        return shared.writer.ask(ledgers -> question.apply(ledgers, task));
    }
}
