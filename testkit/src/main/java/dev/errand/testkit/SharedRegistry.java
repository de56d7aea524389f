package dev.errand.testkit;

import static java.util.Objects.requireNonNull;

import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.registry.Admission;
import dev.errand.registry.Amendment;
import dev.errand.registry.Candidate;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Holding;
import dev.errand.registry.Instead;
import dev.errand.registry.Lease;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;
import dev.errand.registry.NodeStatus;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.PausedType;
import dev.errand.registry.RecurrencePoint;
import dev.errand.registry.RegistryListener;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskLedgers;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.TaskSummary;
import dev.errand.registry.Transition;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** {@link SharedTasks} as one engine sees them. */
public final class SharedRegistry implements DurableTaskRegistry {

    private static final int EVERYTHING = 1_000;

    private final SharedTasks shared;
    private volatile boolean cutOff;
    private volatile @Nullable Node node;
    private volatile @Nullable Liveness liveness;
    private volatile @Nullable RegistryListener listener;
    private volatile boolean silent;
    private final AtomicLong heartbeats = new AtomicLong();

    SharedRegistry(SharedTasks shared) {
        this.shared = shared;
    }

    /** From now on the engine reaches nothing: every call is refused as when the database is away. */
    public void cutOff() {
        cutOff = true;
    }

    /** The engine reaches the tasks again. */
    public void heal() {
        cutOff = false;
    }

    /** From now on the engine is not told what others do, and has to look. */
    public void silence() {
        silent = true;
    }

    /**
     * Counts the heartbeats of the engine that got through. A test that lets time pass waits for them, since a lease ends
     * with time.
     *
     * @return zero or more
     */
    public long heartbeats() {
        return heartbeats.get();
    }

    /**
     * Whether the engine is here: it has opened this, is not cut off, and has not taken leave.
     *
     * @return true if its heart beats
     */
    public boolean isAlive() {
        return listener != null && !cutOff;
    }

    /**
     * The engine.
     *
     * @return the node that opened this
     */
    public Node node() {
        return requireNonNull(node, "not opened");
    }

    private TaskRegistry tasks() {
        if (cutOff) {
            throw new RegistryUnavailableException("this engine was cut off by its test", null);
        }
        return shared.tasks();
    }

    private SharedTasks reached() {
        requireNonNull(tasks(), "tasks");
        return shared;
    }

    @Override
    public void open(Node engine, Liveness alive, Map<String, TaskType<?, ?>> types, RegistryListener told) {
        node = engine;
        liveness = alive;
        listener = told;
    }

    @Override
    public Instant now() {
        return shared.now();
    }

    @Override
    public boolean isInTransaction() {
        return false;
    }

    @Override
    public TaskEntry add(TaskEntry task, Instead instead) {
        TaskEntry known = tasks().add(task, instead);
        if (known.snapshot().id().equals(task.snapshot().id())) {
            shared.accepted(known.snapshot());
            tellOthersOfWork();
        }
        return known;
    }

    @Override
    public void addAll(List<TaskEntry> tasks) {
        tasks().addAll(tasks);
        tasks.forEach(task -> shared.accepted(task.snapshot()));
        tellOthersOfWork();
    }

    private void tellOthersOfWork() {
        others().forEach(RegistryListener::onQueued);
    }

    private List<RegistryListener> others() {
        return shared.views().stream()
                .filter(view -> view != this && !view.silent && !view.cutOff)
                .map(view -> view.listener)
                .filter(Objects::nonNull)
                .<RegistryListener>map(told -> requireNonNull(told))
                .toList();
    }

    @Override
    public Optional<TaskEntry> findInstead(TaskEntry task, Instead instead) {
        return tasks().findInstead(task, instead);
    }

    @Override
    public boolean haveSameInput(TaskEntry one, TaskEntry other) {
        return tasks().haveSameInput(one, other);
    }

    @Override
    public Optional<TaskEntry> find(TaskId id) {
        return tasks().find(id);
    }

    @Override
    public Optional<TaskEntry> find(String type, Owner owner, String key) {
        return tasks().find(type, owner, key);
    }

    @Override
    public List<TaskSnapshot> list(TaskQuery query) {
        return tasks().list(query);
    }

    @Override
    public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
        Optional<TaskSnapshot> after = reached().apply(node().id(), id, transition);
        after.map(TaskSnapshot::state).ifPresent(state -> {
            if (state == TaskState.QUEUED) {
                tellOthersOfWork();
            } else if (state == TaskState.CANCELLING || state == TaskState.PAUSING) {
                others().forEach(told -> told.onCommand(id));
            }
        });
        return after;
    }

    @Override
    public Optional<TaskSnapshot> report(TaskId id, Lease lease, RunReport report) {
        return tasks().report(id, lease, report);
    }

    @Override
    public boolean holds(TaskId id, Lease lease) {
        return tasks().holds(id, lease);
    }

    @Override
    public TaskSummary summary(Owner owner) {
        return tasks().summary(owner);
    }

    @Override
    public boolean markSeen(TaskId id, Owner owner) {
        return tasks().markSeen(id, owner);
    }

    @Override
    public Optional<TaskSnapshot> amend(TaskId id, Amendment amendment) {
        return tasks().amend(id, amendment);
    }

    @Override
    public boolean countDownload(TaskId id, UUID file) {
        return tasks().countDownload(id, file);
    }

    @Override
    public Optional<TaskEntry> forget(TaskId id, Owner owner, Instant now) {
        return tasks().forget(id, owner, now);
    }

    @Override
    public List<OwedNotice> owed(Instant now, int atMost) {
        return tasks().owed(now, atMost);
    }

    @Override
    public boolean settle(OwedNotice before, Optional<OwedNotice> after) {
        return tasks().settle(before, after);
    }

    @Override
    public Optional<Instant> forgottenAt(TaskId id, Owner owner) {
        return tasks().forgottenAt(id, owner);
    }

    @Override
    public TaskLedgers ledgers() {
        return tasks().ledgers();
    }

    @Override
    public List<PausedType> pausedTypes() {
        return tasks().pausedTypes();
    }

    @Override
    public boolean pauseType(PausedType type) {
        return tasks().pauseType(type);
    }

    @Override
    public boolean resumeType(String type) {
        boolean resumed = tasks().resumeType(type);
        tellOthersOfWork();
        return resumed;
    }

    @Override
    public RecurrencePoint recurrence(String name, Instant ifNew) {
        return tasks().recurrence(name, ifNew);
    }

    @Override
    public boolean advance(String name, RecurrencePoint from, RecurrencePoint to) {
        return tasks().advance(name, from, to);
    }

    @Override
    public int sweep(Instant now) {
        return tasks().sweep(now);
    }

    @Override
    public boolean beat() {
        boolean mayStart = reached().beat(node(), requireNonNull(liveness, "not opened"));
        heartbeats.incrementAndGet();
        return mayStart;
    }

    @Override
    public Optional<Instant> heartbeatOf(TaskId task) {
        return reached().heartbeatOf(task);
    }

    @Override
    public List<Holding> held() {
        return reached().heldBy(node().id());
    }

    @Override
    public List<Holding> lapsed(int atMost) {
        return reached().lapsed().stream().limit(atMost).toList();
    }

    @Override
    public List<TaskId> due(int atMost) {
        return reached().due().stream().limit(atMost).toList();
    }

    @Override
    public List<Candidate> startable(Admission admission, int atMost) {
        return reached().startable(admission, atMost);
    }

    @Override
    public OptionalInt positionOf(TaskId task) {
        List<TaskId> waiting = find(task)
                .map(entry -> entry.snapshot().submission().type())
                .map(type -> inOrder(
                        list(TaskQuery.newest(EVERYTHING).in(TaskState.QUEUED).ofType(type))
                                .reversed()))
                .orElse(List.of());
        return IntStream.range(0, waiting.size())
                .filter(i -> waiting.get(i).equals(task))
                .map(i -> i + 1)
                .findFirst();
    }

    /** By priority, then the first of each owner, then the second of each, and so on. */
    private static List<TaskId> inOrder(List<TaskSnapshot> oldestFirst) {
        Map<Queue, Integer> turns = new HashMap<>();
        Map<TaskId, Integer> turnOf = new HashMap<>();
        oldestFirst.forEach(task -> turnOf.put(task.id(), turns.merge(Queue.of(task), 1, Integer::sum)));
        return oldestFirst.stream()
                .sorted(Comparator.comparing(
                                (TaskSnapshot task) -> task.submission().terms().priority())
                        .reversed()
                        .thenComparing(task -> turnOf.getOrDefault(task.id(), 0))
                        .thenComparing(TaskSnapshot::id))
                .map(TaskSnapshot::id)
                .toList();
    }

    /** What takes turns with those of other owners. */
    private record Queue(Priority priority, Owner owner) {

        static Queue of(TaskSnapshot task) {
            return new Queue(task.submission().terms().priority(), task.owner());
        }
    }

    @Override
    public long waiting() {
        return waitingAmong(TaskQuery.newest(EVERYTHING));
    }

    @Override
    public long waitingOf(Owner owner) {
        return waitingAmong(TaskQuery.newest(EVERYTHING).ownedBy(owner));
    }

    private long waitingAmong(TaskQuery query) {
        return list(query.in(TaskState.QUEUED, TaskState.SCHEDULED)).stream()
                .filter(task -> task.status().attempt() == 0)
                .count();
    }

    @Override
    public List<TaskSnapshot> newerThan(Map<TaskId, Long> known) {
        return known.entrySet().stream()
                .flatMap(one -> find(one.getKey()).stream()
                        .map(TaskEntry::snapshot)
                        .filter(task -> task.version() != one.getValue()))
                .toList();
    }

    @Override
    public Duration longestWait() {
        return reached().longestWait();
    }

    @Override
    public List<NodeStatus> nodes() {
        return reached().nodes();
    }

    @Override
    public List<TaskSnapshot> runningOn(UUID ofNode) {
        return reached().runningOn(ofNode);
    }

    @Override
    public boolean drain(UUID ofNode, boolean drain) {
        return reached().drain(ofNode, drain);
    }

    @Override
    public void close() {
        listener = null;
        if (!cutOff && node != null) {
            shared.leave(node());
        }
    }
}
