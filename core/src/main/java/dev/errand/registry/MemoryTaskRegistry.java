package dev.errand.registry;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.progress.Progress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Remembers tasks in memory, for as long as the process lives.
 *
 * <p>Bounded: ended tasks are forgotten by {@link Retention}, the oldest first; tasks that have not ended are never
 * forgotten, and it is the engine that limits how many may wait.
 */
public final class MemoryTaskRegistry implements TaskRegistry {

    /** One task. Each change replaces the row by compare-and-set, so that of two that race one starts over. */
    private record Cell(@Nullable Object input, AtomicReference<Row> row) {}

    private record Row(TaskSnapshot snapshot, Optional<Lease> lease) {}

    private record Key(String type, Owner owner, String key) {}

    /** An ended task, as it ended: a version that was ended, and queued again since, is no longer the row's. */
    private record Ended(TaskId id, long version, Instant at) {}

    private final Retention retention;
    private final ConcurrentNavigableMap<TaskId, Cell> cells = new ConcurrentSkipListMap<>();
    private final ConcurrentMap<Key, Cell> keys = new ConcurrentHashMap<>();
    private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger endedCount = new AtomicInteger();

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
    public TaskEntry add(TaskEntry task) {
        TaskSnapshot snapshot = task.snapshot();
        Cell cell = new Cell(task.input(), new AtomicReference<>(new Row(snapshot, Optional.empty())));
        cells.put(snapshot.id(), cell); // before the key, so that whoever finds the key finds the task
        Optional<Cell> earlier = keyOf(snapshot.submission()).map(key -> keys.putIfAbsent(key, cell));
        if (earlier.isPresent()) {
            cells.remove(snapshot.id());
            return entryOf(earlier.get());
        }
        return task;
    }

    @Override
    public Optional<TaskEntry> find(TaskId id) {
        return Optional.ofNullable(cells.get(id)).map(MemoryTaskRegistry::entryOf);
    }

    @Override
    public Optional<TaskEntry> find(String type, Owner owner, String key) {
        return Optional.ofNullable(keys.get(new Key(type, owner, key))).map(MemoryTaskRegistry::entryOf);
    }

    @Override
    public List<TaskSnapshot> list(TaskQuery query) {
        List<TaskSnapshot> page = new ArrayList<>();
        ConcurrentNavigableMap<TaskId, Cell> older =
                query.before().map(id -> cells.headMap(id, false)).orElse(cells);
        for (Cell cell : older.descendingMap().values()) {
            TaskSnapshot snapshot = cell.row.get().snapshot;
            if (query.matches(snapshot)) {
                page.add(snapshot);
                if (page.size() == query.limit()) {
                    break;
                }
            }
        }
        return page;
    }

    @Override
    public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
        Optional<TaskSnapshot> after = change(id, row -> rowAfter(row, transition));
        after.filter(snapshot -> snapshot.state().isFinal())
                .ifPresent(snapshot -> forgetBeyondLimit(new Ended(id, snapshot.version(), transition.at())));
        return after;
    }

    @Override
    public Optional<TaskSnapshot> record(TaskId id, Lease lease, Progress progress) {
        return change(id, row -> {
            TaskSnapshot before = row.snapshot;
            return heldBy(lease, row) ? next(row, progress, before.artifacts()) : null;
        });
    }

    @Override
    public Optional<TaskSnapshot> attach(TaskId id, Lease lease, Artifact artifact) {
        return change(id, row -> {
            List<Artifact> artifacts = new ArrayList<>(row.snapshot.artifacts());
            artifacts.add(artifact);
            return heldBy(lease, row) ? next(row, row.snapshot.progress(), artifacts) : null;
        });
    }

    @Override
    public int sweep(Instant now) {
        int forgotten = 0;
        Ended oldest = ended.peek();
        while (oldest != null && !oldest.at.plus(retention.maxAge()).isAfter(now)) {
            if (ended.remove(oldest)) {
                endedCount.decrementAndGet();
                forgotten += forget(oldest) ? 1 : 0;
            }
            oldest = ended.peek();
        }
        return forgotten;
    }

    private static @Nullable Row rowAfter(Row row, Transition transition) {
        boolean starts = transition.to() == TaskState.RUNNING;
        if (!transition.fits(row.snapshot.status())) {
            return null;
        }
        if (!starts && transition.lease().isPresent() && !transition.lease().equals(row.lease)) {
            return null;
        }
        TaskSnapshot after = transition.applyTo(row.snapshot);
        Optional<Lease> kept = after.state().isRunning() ? row.lease : Optional.empty();
        return new Row(after, starts ? transition.lease() : kept);
    }

    private static boolean heldBy(Lease lease, Row row) {
        return row.lease.filter(lease::equals).isPresent();
    }

    private static Row next(Row row, Progress progress, List<Artifact> artifacts) {
        TaskSnapshot before = row.snapshot;
        return new Row(
                new TaskSnapshot(
                        before.id(), before.version() + 1, before.submission(), before.status(), progress, artifacts),
                row.lease);
    }

    private Optional<TaskSnapshot> change(TaskId id, Function<Row, @Nullable Row> step) {
        Cell cell = cells.get(id);
        if (cell == null) {
            return Optional.empty();
        }
        while (true) {
            Row before = cell.row.get();
            Row after = step.apply(before);
            if (after == null) {
                return Optional.empty();
            }
            if (cell.row.compareAndSet(before, after)) {
                return Optional.of(after.snapshot);
            }
        }
    }

    private void forgetBeyondLimit(Ended latest) {
        ended.add(latest);
        endedCount.incrementAndGet();
        while (endedCount.getAndUpdate(this::oneLessBeyondLimit) > retention.maxEnded()) {
            Optional.ofNullable(ended.poll()).ifPresent(this::forget);
        }
    }

    private int oneLessBeyondLimit(int count) {
        return count > retention.maxEnded() ? count - 1 : count;
    }

    @CanIgnoreReturnValue
    private boolean forget(Ended task) {
        Cell cell = cells.get(task.id);
        if (cell == null || cell.row.get().snapshot.version() != task.version) {
            return false;
        }
        keyOf(cell.row.get().snapshot.submission()).ifPresent(key -> keys.remove(key, cell));
        return cells.remove(task.id, cell);
    }

    private static TaskEntry entryOf(Cell cell) {
        return new TaskEntry(cell.row.get().snapshot, cell.input);
    }

    private static Optional<Key> keyOf(Submission submission) {
        return submission.key().map(key -> new Key(submission.type(), submission.owner(), key));
    }
}
