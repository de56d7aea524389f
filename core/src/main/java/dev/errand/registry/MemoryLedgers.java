package dev.errand.registry;

import dev.errand.TaskId;
import dev.errand.ledger.EntryState;
import dev.errand.ledger.LedgerCounts;
import dev.errand.ledger.LedgerEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Ledgers in memory. A write looks at the lease before and after: if it was lost in between, the write is undone, so that
 * whatever is confirmed was written while the lease was held.
 */
final class MemoryLedgers implements TaskLedgers {

    /** Where an item is. Sections follow one another, and keys within them. */
    private record Place(String section, String key) implements Comparable<Place> {

        static Place of(LedgerEntry entry) {
            return new Place(entry.section(), entry.key());
        }

        @Override
        public int compareTo(Place other) {
            int bySection = section.compareTo(other.section);
            return bySection != 0 ? bySection : key.compareTo(other.key);
        }
    }

    /** An item, and the intent that it was begun with. */
    private record Line(LedgerEntry entry, long stamp) {}

    private final BiPredicate<TaskId, Lease> holds;
    private final Predicate<TaskId> rests;
    private final ConcurrentMap<TaskId, ConcurrentNavigableMap<Place, Line>> ledgers = new ConcurrentHashMap<>();

    /**
     * Without an item yet.
     *
     * @param holds whether an attempt holds a task; false for a task that is forgotten
     * @param rests whether no attempt holds a task; false for one that is forgotten
     */
    MemoryLedgers(BiPredicate<TaskId, Lease> holds, Predicate<TaskId> rests) {
        this.holds = holds;
        this.rests = rests;
    }

    @Override
    public Begun begin(TaskId task, Lease lease, LedgerIntent intent) {
        Line fresh = new Line(intent.entry(), intent.stamp());
        Slot slot = change(task, lease, Place.of(fresh.entry), known -> isFree(known, intent) ? fresh : known);
        Line now = slot.line;
        if (now == null) {
            return new Begun.NotHeld();
        }
        return now.stamp == intent.stamp() ? new Begun.Ours() : new Begun.Known(now.entry);
    }

    private static boolean isFree(@Nullable Line known, LedgerIntent intent) {
        return known == null || intent.instead().filter(known.entry::equals).isPresent();
    }

    @Override
    public boolean settle(TaskId task, Lease lease, LedgerEntry entry) {
        Slot slot = change(
                task,
                lease,
                Place.of(entry),
                known -> known != null && isOpen(known, entry) ? new Line(entry, known.stamp) : known);
        return slot.line != null && slot.line.entry.equals(entry);
    }

    @Override
    public boolean withdraw(TaskId task, Lease lease, LedgerEntry entry) {
        Slot slot = change(task, lease, Place.of(entry), known -> known != null && isOpen(known, entry) ? null : known);
        return slot.held && slot.line == null;
    }

    private static boolean isOpen(Line known, LedgerEntry entry) {
        return known.entry.state() == EntryState.OPEN && known.entry.attempt() == entry.attempt();
    }

    /** What is at a place when an attempt has written there, if it may. */
    private record Slot(boolean held, @Nullable Line line) {}

    @Override
    public boolean decide(TaskId task, LedgerEntry known, LedgerEntry entry) {
        Slot slot = change(
                task,
                () -> rests.test(task),
                Place.of(entry),
                line -> line != null && line.entry.equals(known) ? new Line(entry, line.stamp) : line);
        return slot.line != null && slot.line.entry.equals(entry);
    }

    private Slot change(TaskId task, Lease lease, Place place, UnaryOperator<@Nullable Line> change) {
        return change(task, () -> holds.test(task, lease), place, change);
    }

    private Slot change(TaskId task, BooleanSupplier may, Place place, UnaryOperator<@Nullable Line> change) {
        AtomicReference<Slot> slot = new AtomicReference<>(new Slot(false, null));
        ledgers.compute(task, (id, known) -> {
            if (!may.getAsBoolean()) {
                return known;
            }
            ConcurrentNavigableMap<Place, Line> ledger = known == null ? new ConcurrentSkipListMap<>() : known;
            Line before = ledger.get(place);
            Line after = change.apply(before);
            put(ledger, place, after);
            if (may.getAsBoolean()) {
                slot.set(new Slot(true, after));
            } else {
                put(ledger, place, before);
            }
            return ledger.isEmpty() ? null : ledger;
        });
        return slot.get();
    }

    private static void put(Map<Place, Line> ledger, Place place, @Nullable Line line) {
        if (line == null) {
            ledger.remove(place);
        } else {
            ledger.put(place, line);
        }
    }

    @Override
    public Optional<LedgerEntry> find(TaskId task, String section, String key) {
        return Optional.ofNullable(of(task).get(new Place(section, key))).map(Line::entry);
    }

    @Override
    public List<LedgerEntry> list(TaskId task, LedgerQuery query) {
        Place from = new Place(query.section(), query.after().orElse(""));
        List<LedgerEntry> page = new ArrayList<>();
        for (Line line : of(task).tailMap(from, false).values()) {
            if (page.size() == query.limit() || !line.entry.section().equals(query.section())) {
                break;
            }
            if (query.matches(line.entry)) {
                page.add(line.entry);
            }
        }
        return page;
    }

    @Override
    public List<LedgerEntry> listOpen(TaskId task, Optional<LedgerEntry> after, int limit) {
        ConcurrentNavigableMap<Place, Line> all = of(task);
        return after.map(last -> all.tailMap(Place.of(last), false)).orElse(all).values().stream()
                .map(Line::entry)
                .filter(entry -> entry.state() == EntryState.OPEN)
                .limit(limit)
                .toList();
    }

    @Override
    public LedgerCounts counts(TaskId task, String section) {
        LedgerCounts counts = LedgerCounts.NONE;
        for (Line line : of(task).tailMap(new Place(section, ""), true).values()) {
            if (!line.entry.section().equals(section)) {
                break;
            }
            counts = counts.plus(line.entry.state(), 1);
        }
        return counts;
    }

    private ConcurrentNavigableMap<Place, Line> of(TaskId task) {
        return ledgers.getOrDefault(task, new ConcurrentSkipListMap<>());
    }

    void forget(TaskId task) {
        ledgers.remove(task);
    }
}
