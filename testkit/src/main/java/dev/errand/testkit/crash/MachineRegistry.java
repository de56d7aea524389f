package dev.errand.testkit.crash;

import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.registry.Amendment;
import dev.errand.registry.Instead;
import dev.errand.registry.Lease;
import dev.errand.registry.OwedNotice;
import dev.errand.registry.PausedType;
import dev.errand.registry.RecurrencePoint;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskLedgers;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.TaskSummary;
import dev.errand.registry.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one registry, as the engine of one machine sees it.
 *
 * <p>An engine gives each task that it takes in an id of its own choice, so one that takes over a task of another
 * machine knows it under a second id; here is where the two are exchanged. A machine that has died is refused
 * everything.
 */
final class MachineRegistry implements TaskRegistry {

    private final TaskRegistry shared;
    private final Watch watch;
    private final @Nullable TaskId adopted;
    private final Consumer<TaskId> onRetry;
    private volatile @Nullable TaskId own;
    private volatile @Nullable Lease lease;

    /**
     * A view.
     *
     * @param adopted the task to be taken over; null on the machine that it is submitted to
     * @param onRetry called when an attempt has failed and waits for the next one; must not block
     */
    MachineRegistry(TaskRegistry shared, Watch watch, @Nullable TaskId adopted, Consumer<TaskId> onRetry) {
        this.shared = shared;
        this.watch = watch;
        this.adopted = adopted;
        this.onRetry = onRetry;
    }

    /** Whether an id, as the engine knows it, is that of the task under trial: the first one. */
    boolean isUnderTrial(TaskId id) {
        return id.equals(own);
    }

    /** The id that people know. */
    TaskId publicId(TaskId id) {
        TaskId known = adopted;
        return known != null && isUnderTrial(id) ? known : id;
    }

    /** The lease of the attempt under trial that has begun last. */
    Optional<Lease> lease() {
        return Optional.ofNullable(lease);
    }

    @Override
    public TaskEntry add(TaskEntry task, Instead instead) {
        if (own == null) {
            own = task.snapshot().id();
        }
        return adopted == null ? shared.add(task, instead) : task;
    }

    @Override
    public void addAll(List<TaskEntry> tasks) {
        shared.addAll(tasks);
    }

    @Override
    public Optional<TaskEntry> findInstead(TaskEntry task, Instead instead) {
        return adopted == null ? shared.findInstead(task, instead) : Optional.empty();
    }

    @Override
    public boolean haveSameInput(TaskEntry one, TaskEntry other) {
        return shared.haveSameInput(one, other);
    }

    @Override
    public Optional<TaskEntry> find(TaskId id) {
        return shared.find(publicId(id))
                .map(entry -> new TaskEntry(asKnownHere(entry.snapshot(), id), entry.input(), entry.startingPoint()));
    }

    @Override
    public Optional<TaskEntry> find(String type, Owner owner, String key) {
        return shared.find(type, owner, key);
    }

    @Override
    public List<TaskSnapshot> list(TaskQuery query) {
        return shared.list(query);
    }

    @Override
    public Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
        if (watch.isDead()) {
            return Optional.empty();
        }
        Optional<TaskSnapshot> after = shared.apply(publicId(id), transition);
        if (after.isPresent() && transition.to() == TaskState.RUNNING && isUnderTrial(id)) {
            lease = transition.lease().orElseThrow();
        }
        if (after.isPresent() && transition.to() == TaskState.WAITING_RETRY) {
            onRetry.accept(id);
        }
        return after.map(snapshot -> asKnownHere(snapshot, id));
    }

    @Override
    public Optional<TaskSnapshot> report(TaskId id, Lease holder, RunReport report) {
        boolean saves = report instanceof RunReport.Saved && isUnderTrial(id);
        if (saves) {
            watch.at(Point.SAVING);
        }
        if (watch.isDead()) {
            return Optional.empty();
        }
        Optional<TaskSnapshot> after = shared.report(publicId(id), holder, report);
        if (saves && after.isPresent()) {
            watch.at(Point.SAVED);
        }
        return after.map(snapshot -> asKnownHere(snapshot, id));
    }

    @Override
    public boolean holds(TaskId id, Lease holder) {
        return !watch.isDead() && shared.holds(publicId(id), holder);
    }

    @Override
    public TaskSummary summary(Owner owner) {
        return shared.summary(owner);
    }

    @Override
    public boolean markSeen(TaskId id, Owner owner) {
        return !watch.isDead() && shared.markSeen(publicId(id), owner);
    }

    @Override
    public Optional<TaskSnapshot> amend(TaskId id, Amendment amendment) {
        return watch.isDead()
                ? Optional.empty()
                : shared.amend(publicId(id), amendment).map(snapshot -> asKnownHere(snapshot, id));
    }

    @Override
    public boolean countDownload(TaskId id, UUID file) {
        return !watch.isDead() && shared.countDownload(publicId(id), file);
    }

    @Override
    public Optional<TaskEntry> forget(TaskId id, Owner owner, Instant now) {
        return shared.forget(publicId(id), owner, now);
    }

    @Override
    public List<OwedNotice> owed(Instant now, int atMost) {
        return shared.owed(now, atMost);
    }

    @Override
    public boolean settle(OwedNotice before, Optional<OwedNotice> after) {
        return !watch.isDead() && shared.settle(before, after);
    }

    @Override
    public Optional<Instant> forgottenAt(TaskId id, Owner owner) {
        return shared.forgottenAt(publicId(id), owner);
    }

    @Override
    public TaskLedgers ledgers() {
        return new MachineLedgers(shared.ledgers(), watch, this);
    }

    @Override
    public List<PausedType> pausedTypes() {
        return shared.pausedTypes();
    }

    @Override
    public boolean pauseType(PausedType type) {
        return !watch.isDead() && shared.pauseType(type);
    }

    @Override
    public boolean resumeType(String type) {
        return !watch.isDead() && shared.resumeType(type);
    }

    @Override
    public RecurrencePoint recurrence(String name, Instant ifNew) {
        return shared.recurrence(name, ifNew);
    }

    @Override
    public boolean advance(String name, RecurrencePoint from, RecurrencePoint to) {
        return !watch.isDead() && shared.advance(name, from, to);
    }

    @Override
    public int sweep(Instant now) {
        return 0;
    }

    private static TaskSnapshot asKnownHere(TaskSnapshot task, TaskId id) {
        return task.id().equals(id)
                ? task
                : new TaskSnapshot(
                        id,
                        task.version(),
                        task.submission(),
                        task.status(),
                        task.progress(),
                        task.artifacts(),
                        task.downloads());
    }
}
