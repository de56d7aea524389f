package dev.errand.registry;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.registry.MemoryCell.Row;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Remembers tasks in memory, for as long as the process lives.
 *
 * <p>Bounded: ended tasks are forgotten by {@link Retention}, the oldest first; tasks that have not ended are never
 * forgotten, and it is the engine that limits how many may wait.
 *
 * <p>Tasks are kept in the order of their ids, once for all and once for each owner, so that the newest of one owner are
 * found at once among a million. Adding takes the owner's place in the map, which makes it atomic for her.
 */
public final class MemoryTaskRegistry implements TaskRegistry {

    private record Key(String type, Owner owner, String key) {}

    /** An ended task, as it ended: an end after which it was queued again is no longer the row's. */
    private record Ended(TaskId id, long version, Instant at) {}

    /** A task as it was submitted, and as it is when it belongs to somebody else. */
    private record Handover(Submission former, TaskSnapshot after) {}

    private final Retention retention;
    private final ConcurrentNavigableMap<TaskId, MemoryCell> cells = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<Owner, ConcurrentNavigableMap<TaskId, MemoryCell>> byOwner = new ConcurrentHashMap<>();
    private final ConcurrentMap<Key, MemoryCell> keys = new ConcurrentHashMap<>();
    private final ConcurrentMap<String, RecurrencePoint> recurrences = new ConcurrentHashMap<>();
    private final ConcurrentNavigableMap<String, PausedType> paused = new ConcurrentSkipListMap<>();
    private final MemoryLedgers ledgers = new MemoryLedgers(this::holds, this::rests);
    private final MemoryTombstones tombstones = new MemoryTombstones();
    private final Set<TaskId> owing = ConcurrentHashMap.newKeySet();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger endedCount = new AtomicInteger();

    /** Of those that ended, the ones that are too old, but kept for their files; they are counted too. */
    private final Queue<Ended> kept = new ConcurrentLinkedQueue<>();

    /** Remembers by {@link Retention#DEFAULT}. */
    public MemoryTaskRegistry() {
        this(Retention.DEFAULT);
    }

    /**
     * Remembers by a retention.
     *
     * @param retention how many ended tasks, and for how long
     */
    public MemoryTaskRegistry(Retention retention) {
        this.retention = retention;
    }

    @Override
    public TaskEntry add(TaskEntry task, Instead instead) {
        AtomicReference<TaskEntry> answer = new AtomicReference<>(task);
        byOwner.compute(task.snapshot().owner(), (owner, known) -> {
            ConcurrentNavigableMap<TaskId, MemoryCell> hers = known == null ? new ConcurrentSkipListMap<>() : known;
            Optional<TaskEntry> earlier = findInstead(task, instead, hers);
            earlier.ifPresentOrElse(answer::set, () -> enter(task, hers));
            return hers.isEmpty() ? null : hers;
        });
        return answer.get();
    }

    @Override
    public void addAll(List<TaskEntry> tasks) {
        tasks.forEach(task -> byOwner.compute(task.snapshot().owner(), (owner, known) -> {
            ConcurrentNavigableMap<TaskId, MemoryCell> hers = known == null ? new ConcurrentSkipListMap<>() : known;
            enter(task, hers);
            return hers;
        }));
    }

    private void enter(TaskEntry task, ConcurrentNavigableMap<TaskId, MemoryCell> hers) {
        TaskSnapshot snapshot = task.snapshot();
        MemoryCell cell = new MemoryCell(Row.of(task));
        cells.put(snapshot.id(), cell); // before the key, so that whoever finds the key finds the task
        hers.put(snapshot.id(), cell);
        keyOf(snapshot.submission()).ifPresent(key -> keys.put(key, cell));
    }

    @Override
    public Optional<TaskEntry> findInstead(TaskEntry task, Instead instead) {
        return findInstead(task, instead, byOwner.getOrDefault(task.snapshot().owner(), new ConcurrentSkipListMap<>()));
    }

    private Optional<TaskEntry> findInstead(
            TaskEntry task, Instead instead, ConcurrentNavigableMap<TaskId, MemoryCell> hers) {
        Submission submission = task.snapshot().submission();
        Optional<TaskEntry> sameKey = keyOf(submission).flatMap(this::find);
        if (sameKey.isPresent() || instead.equals(Instead.NOTHING)) {
            return sameKey;
        }
        Optional<TaskEntry> newest = Optional.empty();
        for (MemoryCell cell : hers.descendingMap().values()) {
            Optional<TaskEntry> other = entryOf(cell)
                    .filter(known -> known.snapshot().owner().equals(submission.owner()))
                    .filter(known -> known.snapshot().submission().type().equals(submission.type()))
                    .filter(known -> standsIn(known, task, instead));
            if (other.isPresent() && haveSameInput(other.get(), task)) {
                return other;
            }
            newest = newest.or(() -> other);
        }
        return newest;
    }

    private boolean standsIn(TaskEntry known, TaskEntry task, Instead instead) {
        TaskSnapshot snapshot = known.snapshot();
        if (!snapshot.state().isFinal()) {
            return instead.unended();
        }
        return snapshot.outcome().filter(Outcome.Succeeded.class::isInstance).isPresent()
                && haveSameInput(known, task)
                && instead.succeededSince()
                        .filter(since ->
                                !snapshot.status().endedAt().orElse(Instant.MIN).isBefore(since))
                        .isPresent();
    }

    @Override
    public boolean haveSameInput(TaskEntry one, TaskEntry other) {
        return Objects.equals(one.input(), other.input());
    }

    @Override
    public Optional<TaskEntry> find(TaskId id) {
        return entryOf(cells.get(id));
    }

    @Override
    public Optional<TaskEntry> find(String type, Owner owner, String key) {
        return find(new Key(type, owner, key));
    }

    /** One that was just handed over may still stand under the key of its former owner. */
    private Optional<TaskEntry> find(Key key) {
        return entryOf(keys.get(key)).filter(known -> known.snapshot().owner().equals(key.owner));
    }

    @Override
    public List<TaskSnapshot> list(TaskQuery query) {
        ConcurrentNavigableMap<TaskId, MemoryCell> all = query.owner()
                .map(owner -> byOwner.getOrDefault(owner, new ConcurrentSkipListMap<>()))
                .orElse(cells);
        ConcurrentNavigableMap<TaskId, MemoryCell> older =
                query.before().map(id -> all.headMap(id, false)).orElse(all);
        List<TaskSnapshot> page = new ArrayList<>();
        for (MemoryCell cell : older.descendingMap().values()) {
            cell.row().map(Row::snapshot).filter(query::matches).ifPresent(page::add);
            if (page.size() == query.limit()) {
                break;
            }
        }
        return page;
    }

    @Override
    public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
        transition
                .owing()
                .ifPresent(who -> owing.add(id)); // before it ends, so that whoever finds it ended finds it here
        Optional<TaskSnapshot> after = change(id, row -> rowAfter(row, transition));
        after.filter(snapshot -> snapshot.state().isFinal())
                .ifPresent(snapshot -> forgetBeyondLimit(new Ended(id, snapshot.version(), transition.at())));
        return after;
    }

    @Override
    public Optional<TaskSnapshot> report(TaskId id, Lease lease, RunReport report) {
        return change(id, row -> {
            boolean holds =
                    lease.equals(row.lease()) && report.fits(row.snapshot().status());
            return holds ? row.with(report.applyTo(row.entry())) : null;
        });
    }

    @Override
    public boolean holds(TaskId id, Lease lease) {
        return Optional.ofNullable(cells.get(id))
                .flatMap(MemoryCell::row)
                .filter(row -> lease.equals(row.lease()))
                .isPresent();
    }

    private boolean rests(TaskId id) {
        return Optional.ofNullable(cells.get(id))
                .flatMap(MemoryCell::row)
                .filter(row -> row.lease() == null)
                .isPresent();
    }

    @Override
    public TaskSummary summary(Owner owner) {
        return byOwner.getOrDefault(owner, new ConcurrentSkipListMap<>()).values().stream()
                .flatMap(cell -> cell.row().stream())
                .map(Row::snapshot)
                .filter(task -> task.owner().equals(owner))
                .reduce(TaskSummary.EMPTY, TaskSummary::plus, TaskSummary::plus);
    }

    @Override
    public boolean markSeen(TaskId id, Owner owner) {
        return change(
                        id,
                        row -> isEndedTaskOf(owner, row.snapshot())
                                        && !row.snapshot().status().seen()
                                ? row.with(seen(row.entry()))
                                : null)
                .isPresent();
    }

    private static TaskEntry seen(TaskEntry entry) {
        TaskSnapshot task = entry.snapshot();
        TaskSnapshot after = task.next(task.status().asSeen(), task.progress(), task.artifacts());
        return new TaskEntry(after, entry.input(), entry.startingPoint());
    }

    @Override
    public Optional<TaskSnapshot> amend(TaskId id, Amendment amendment) {
        return amendment instanceof Amendment.HandedOver(Owner to, var cause)
                ? handOver(id, to, amendment)
                : change(id, row -> rowAfter(row, amendment));
    }

    private static @Nullable Row rowAfter(Row row, Amendment amendment) {
        return amendment.fits(row.entry()) ? row.with(amendment.applyTo(row.entry())) : null;
    }

    /**
     * Takes the new owner's place in the map, so that she submits nothing meanwhile, and then the former one's. In between the
     * task stands with both, and its row tells whose it is.
     */
    private Optional<TaskSnapshot> handOver(TaskId id, Owner to, Amendment amendment) {
        AtomicReference<Optional<Handover>> done = new AtomicReference<>(Optional.empty());
        byOwner.compute(to, (owner, known) -> {
            ConcurrentNavigableMap<TaskId, MemoryCell> hers = known == null ? new ConcurrentSkipListMap<>() : known;
            MemoryCell cell = cells.get(id);
            if (cell != null) {
                done.set(handOver(cell, hers, to, amendment));
            }
            return hers.isEmpty() ? null : hers;
        });
        done.get().ifPresent(handover -> takeFrom(handover.former, id));
        return done.get().map(Handover::after);
    }

    private Optional<Handover> handOver(
            MemoryCell cell, ConcurrentNavigableMap<TaskId, MemoryCell> hers, Owner to, Amendment amendment) {
        for (Row row = cell.get(); row != null; row = cell.get()) {
            TaskId id = row.snapshot().id();
            Row after = keyTakenBy(to, row) ? null : rowAfter(row, amendment);
            if (after == null) {
                return Optional.empty();
            }
            hers.put(id, cell); // before the row says so, so that whoever lists her tasks then finds it
            if (cell.compareAndSet(row, after)) {
                keyOf(after.snapshot().submission()).ifPresent(key -> keys.put(key, cell));
                return Optional.of(new Handover(row.snapshot().submission(), after.snapshot()));
            }
            hers.remove(id);
        }
        return Optional.empty();
    }

    private boolean keyTakenBy(Owner to, Row row) {
        return keyOf(row.snapshot().submission().ownedBy(to))
                .flatMap(this::find)
                .isPresent();
    }

    /** Takes a task away from an owner, unless it is hers again. */
    private void takeFrom(Submission former, TaskId id) {
        byOwner.computeIfPresent(former.owner(), (owner, hers) -> {
            MemoryCell cell = hers.get(id);
            if (cell != null && !cell.isOf(owner)) {
                keyOf(former).ifPresent(key -> keys.remove(key, cell));
                hers.remove(id);
            }
            return hers.isEmpty() ? null : hers;
        });
    }

    @Override
    public boolean countDownload(TaskId id, UUID file) {
        return change(id, row -> {
                    boolean has = row.snapshot().artifacts().stream()
                            .anyMatch(artifact -> artifact.id().equals(file));
                    return has ? row.with(row.snapshot().withDownloadOf(file)) : null;
                })
                .isPresent();
    }

    @Override
    public Optional<TaskEntry> forget(TaskId id, Owner owner, Instant now) {
        Optional<Row> forgotten = forgetIf(id, row -> isEndedTaskOf(owner, row.snapshot()), now);
        if (forgotten.isPresent()) {
            endedCount.addAndGet(-drop(id));
        }
        return forgotten.map(Row::entry);
    }

    private static boolean isEndedTaskOf(Owner owner, TaskSnapshot task) {
        return task.state().isFinal() && task.owner().equals(owner);
    }

    private Optional<Row> endedRow(TaskId id) {
        return Optional.ofNullable(cells.get(id))
                .flatMap(MemoryCell::row)
                .filter(row -> row.snapshot().state().isFinal());
    }

    /** Takes a task out of those that are to be forgotten. How often it was there: once for each time that it has ended. */
    private int drop(TaskId id) {
        return drop(id, ended) + drop(id, kept);
    }

    private static int drop(TaskId id, Queue<Ended> some) {
        List<Ended> ends = some.stream().filter(old -> old.id.equals(id)).toList();
        return (int) ends.stream().filter(some::remove).count();
    }

    @Override
    public List<OwedNotice> owed(Instant now, int atMost) {
        List<OwedNotice> due = new ArrayList<>();
        for (TaskId id : owing) {
            OwedNotice notice = owedBy(id);
            if (notice != null && !notice.dueAt().isAfter(now)) {
                due.add(notice);
            }
        }
        due.sort(Comparator.comparing(OwedNotice::dueAt));
        return due.subList(0, Math.min(due.size(), atMost));
    }

    private @Nullable OwedNotice owedBy(TaskId id) {
        MemoryCell cell = cells.get(id);
        Row row = cell == null ? null : cell.get();
        return row == null ? null : row.owed();
    }

    @Override
    public boolean settle(OwedNotice before, Optional<OwedNotice> after) {
        TaskId id = before.task();
        boolean settled = change(id, row -> before.equals(row.owed()) ? row.owing(after.orElse(null)) : null)
                .isPresent();
        if (owedBy(id) == null) {
            owing.remove(id);
            if (owedBy(id) != null) {
                owing.add(id); // it has ended once more meanwhile
            }
        }
        return settled;
    }

    @Override
    public Optional<Instant> forgottenAt(TaskId id, Owner owner) {
        return tombstones.find(id, owner);
    }

    @Override
    public TaskLedgers ledgers() {
        return ledgers;
    }

    @Override
    public List<PausedType> pausedTypes() {
        return List.copyOf(paused.values());
    }

    @Override
    public boolean pauseType(PausedType type) {
        return paused.putIfAbsent(type.type(), type) == null;
    }

    @Override
    public boolean resumeType(String type) {
        return paused.remove(type) != null;
    }

    @Override
    public RecurrencePoint recurrence(String name, Instant ifNew) {
        return recurrences.computeIfAbsent(name, unknown -> new RecurrencePoint(ifNew, Optional.empty()));
    }

    @Override
    public boolean advance(String name, RecurrencePoint from, RecurrencePoint to) {
        return recurrences.replace(name, from, to);
    }

    @Override
    public int sweep(Instant now) {
        Ended oldest = ended.peek();
        while (oldest != null && !oldest.at.plus(retention.maxAge()).isAfter(now)) {
            if (ended.remove(oldest)) {
                kept.add(oldest);
            }
            oldest = ended.peek();
        }
        int forgotten = 0;
        for (Ended old : kept.stream().filter(each -> !isKept(each, now)).toList()) {
            if (kept.remove(old)) {
                endedCount.decrementAndGet();
                forgotten += forget(old, now) ? 1 : 0;
            }
        }
        tombstones.forgetBefore(now.minus(Retention.OF_TOMBSTONES));
        return forgotten;
    }

    private boolean isKept(Ended old, Instant now) {
        return endedRow(old.id)
                .filter(row -> row.versionOfEnd() == old.version)
                .flatMap(row -> row.snapshot().keptUntil())
                .filter(until -> until.isAfter(now))
                .isPresent();
    }

    /** Null if the transition is refused. */
    private static @Nullable Row rowAfter(Row row, Transition transition) {
        boolean starts = transition.to() == TaskState.RUNNING;
        boolean heldByAnother = !starts
                && transition.lease().isPresent()
                && !transition.lease().get().equals(row.lease());
        if (heldByAnother || !transition.fits(row.entry())) {
            return null;
        }
        TaskEntry after = transition.applyTo(row.entry());
        Lease kept = after.snapshot().state().isRunning() ? row.lease() : null;
        return Row.of(
                after,
                starts ? transition.lease().orElseThrow() : kept,
                transition.owedFor(after.snapshot()).orElse(null));
    }

    /** Empty if the task is unknown, or the step has no answer. */
    private Optional<TaskSnapshot> change(TaskId id, Function<Row, @Nullable Row> step) {
        MemoryCell cell = cells.get(id);
        Row before = cell == null ? null : cell.get();
        while (cell != null && before != null) {
            Row after = step.apply(before);
            if (after == null) {
                return Optional.empty();
            }
            if (cell.compareAndSet(before, after)) {
                return Optional.of(after.snapshot());
            }
            before = cell.get();
        }
        return Optional.empty();
    }

    private void forgetBeyondLimit(Ended latest) {
        ended.add(latest);
        endedCount.incrementAndGet();
        while (endedCount.getAndUpdate(this::oneLessBeyondLimit) > retention.maxEnded()) {
            Optional.ofNullable(kept.poll())
                    .or(() -> Optional.ofNullable(ended.poll()))
                    .ifPresent(oldest -> forget(oldest, latest.at));
        }
    }

    private int oneLessBeyondLimit(int count) {
        return count > retention.maxEnded() ? count - 1 : count;
    }

    @CanIgnoreReturnValue
    private boolean forget(Ended task, Instant now) {
        return forgetIf(task.id, row -> row.versionOfEnd() == task.version, now).isPresent();
    }

    /** The task as it was forgotten; empty if it was not as it should be. */
    private Optional<Row> forgetIf(TaskId id, Predicate<Row> condition, Instant now) {
        MemoryCell cell = cells.get(id);
        Row row = cell == null ? null : cell.get();
        while (cell != null && row != null && condition.test(row)) {
            if (cell.compareAndSet(row, null)) {
                bury(cell, row.snapshot(), now);
                return Optional.of(row);
            }
            row = cell.get(); // somebody has seen it, or handed it over, meanwhile
        }
        return Optional.empty();
    }

    private void bury(MemoryCell cell, TaskSnapshot task, Instant now) {
        tombstones.add(task.id(), task.owner(), now);
        owing.remove(task.id());
        ledgers.forget(task.id());
        takeFrom(task.submission(), task.id());
        cells.remove(task.id(), cell);
    }

    private static Optional<TaskEntry> entryOf(@Nullable MemoryCell cell) {
        return Optional.ofNullable(cell).flatMap(MemoryCell::row).map(Row::entry);
    }

    private static Optional<Key> keyOf(Submission submission) {
        return submission.key().map(key -> new Key(submission.type(), submission.owner(), key));
    }
}
