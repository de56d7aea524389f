package dev.errand.engine;

import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.TimelineEntry;
import dev.errand.cluster.SharedWork;
import dev.errand.cluster.TaskDistributor;
import dev.errand.event.TaskEvent;
import dev.errand.registry.Admission;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Encoded;
import dev.errand.registry.Node;
import dev.errand.registry.NodeStatus;
import dev.errand.registry.RegistryListener;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.Transition;
import dev.errand.registry.UnreadablePayloadException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The share of this engine in the tasks of a registry: what it runs of them, the heart that keeps that its own, and those
 * here who watch tasks wherever they run.
 */
final class Share implements SharedWork, RegistryListener {

    private final SharedParts parts;
    private final TaskDistributor distributor;
    private final Announcements announcements;
    private final LiveTasks live = new LiveTasks(LiveTasks.Places.UNLIMITED);
    private final WaitingCount waiting;
    private final Watches watches;
    private final SharedSupervisor supervisor;
    private final AttemptRunner runner;
    private final ProgressReports progress;
    private final SharedDesk desk;
    private final DueTasks due;
    private final Heart heart;
    private final Complaints complaints;

    private volatile boolean drained;
    private volatile boolean closing;

    private Share(SharedParts parts, Announcements announcements, Drafts drafts, Courier courier) {
        this.parts = parts;
        this.distributor = parts.distributor();
        this.announcements = announcements;
        this.waiting = new WaitingCount(
                parts.registry(),
                parts.engine().time(),
                parts.engine().limits().waiting().inAll());
        this.watches = new Watches(
                parts.registry(),
                parts.engine().time(),
                parts.liveness().heartbeat(),
                id -> live.find(id).isPresent());
        Changes changes =
                new Changes(parts.registry(), announcements, courier.debts(watches::isWatched), watches::show);
        this.supervisor = new SharedSupervisor(parts.engine(), live, changes, distributor::wake, this::wakeDueAfter);
        this.runner = new AttemptRunner(parts.engine(), supervisor);
        this.progress = new ProgressReports(supervisor, Thread::startVirtualThread);
        this.due = new DueTasks(parts, supervisor, distributor::wake);
        this.heart = new Heart(parts, this, supervisor, due);
        this.desk = new SharedDesk(parts, this, drafts);
        this.complaints = new Complaints(parts.engine().time());
    }

    /** Opens the registry, and joins the others. Throws if it is away, or does not fit. */
    static Share open(SharedParts parts, Announcements announcements, Drafts drafts, Courier courier) {
        Share share = new Share(parts, announcements, drafts, courier);
        parts.openRegistry(share);
        share.join();
        return share;
    }

    /** Leaves again if it cannot take part. */
    private void join() {
        boolean joined = false;
        try {
            heart.start();
            distributor.open(this);
            distributor.wake();
            joined = true;
        } finally {
            if (!joined) {
                leave();
            }
        }
    }

    Desk desk() {
        return desk;
    }

    void reportProgress() {
        progress.write();
    }

    /** An executor of this engine has room. */
    void onRoom() {
        if (distributor instanceof LocalDistributor local) {
            local.onRoom();
        }
    }

    SharedSupervisor supervisor() {
        return supervisor;
    }

    Watches watches() {
        return watches;
    }

    @Override
    public DurableTaskRegistry registry() {
        return parts.registry();
    }

    @Override
    public Node node() {
        return parts.node();
    }

    @Override
    public Admission admission() {
        return parts.admission();
    }

    /** How a type is treated that may not be registered here. */
    TaskType.Policy policyOf(String type) {
        return parts.definitions()
                .find(type)
                .<TaskType.Policy>map(known -> known.type().policy())
                .orElse(TaskType.Policy.DEFAULT);
    }

    /** Why no more tasks are taken; empty if they are. */
    Optional<TaskRefusedException> refusalOf(Owner owner, int more) {
        if (live.isClosed()) {
            return Optional.of(LiveTasks.refusalOfClosed());
        }
        LiveTasks.Places places = parts.engine().limits().waiting();
        long ofOwner = places.ofOwner() == Integer.MAX_VALUE ? 0 : registry().waitingOf(owner);
        Optional<TaskRefusedException> refusal = places.refusalOf(waiting.get(), ofOwner, more);
        refusal.filter(full -> full.reason() == TaskRefusedException.Reason.QUEUE_FULL)
                .ifPresent(full -> waiting.doubt());
        return refusal;
    }

    /** Tells that tasks were accepted. */
    void accepted(List<TaskSnapshot> tasks) {
        waiting.accept(tasks.size());
        tasks.forEach(task -> announcements.tell(task, TaskEvent.Submitted::new));
    }

    void countWaiting() {
        waiting.refresh();
    }

    Instant lastHeartbeat() {
        return heart.lastBeat();
    }

    void wake() {
        distributor.wake();
    }

    void wakeDueAfter(Duration delay) {
        due.lookAfter(delay);
    }

    @Override
    public void onQueued() {
        distributor.wake();
    }

    @Override
    public void onOffered() {
        distributor.look();
    }

    @Override
    public void onCommand(TaskId task) {
        live.find(task).ifPresent(here -> Thread.startVirtualThread(() -> heed(here)));
    }

    private void heed(LiveTask<?, ?> task) {
        try {
            supervisor.heed(task);
        } catch (RegistryUnavailableException away) {
            complaints.warn("What is asked of task {} cannot be looked up now", task.id(), away);
        }
    }

    @Override
    public Turn run(TaskId task) {
        return runIfQueued(task, () -> registry().find(task));
    }

    @Override
    public Turn run(TaskEntry task) {
        return runIfQueued(task.snapshot().id(), () -> Optional.of(task));
    }

    private Turn runIfQueued(TaskId task, Supplier<Optional<TaskEntry>> found) {
        if (live.isClosed() || !heart.isTrusted()) {
            return Turn.NOT_BEGUN;
        }
        try {
            return found.get()
                    .filter(entry -> entry.snapshot().state() == TaskState.QUEUED)
                    .map(this::runQueued)
                    .orElse(Turn.NOT_BEGUN);
        } catch (RuntimeException away) {
            complaints.warn("Task {} cannot be begun now, and waits", task, away);
            return Turn.NOT_BEGUN;
        }
    }

    private Turn runQueued(TaskEntry entry) {
        String type = entry.snapshot().submission().type();
        return parts.definitions()
                .find(type)
                .filter(definition -> !definition.isRemote())
                .map(definition -> run(entry, definition))
                .orElse(Turn.LEFT_TO_OTHERS);
    }

    private <I, R extends @Nullable Object> Turn run(TaskEntry entry, Definition<I, R> definition) {
        LiveTask<I, R> task;
        try {
            Object stored = entry.input();
            I input = stored == null
                    ? null
                    : Encoded.decoded(stored, definition.type().inputType());
            task = new LiveTask<>(entry.snapshot(), definition, input);
        } catch (UnreadablePayloadException unreadable) {
            if (unreadable.isNewer()) {
                return leaveToNewer(entry.snapshot(), unreadable);
            }
            task = new LiveTask<>(entry.snapshot(), definition.failing(unreadable), null);
        }
        return live.enter(task) ? run(task) : Turn.NOT_BEGUN;
    }

    /** One that begins for the first time waits no more from here on, and not only when it has run. */
    private Turn run(LiveTask<?, ?> task) {
        boolean waits = task.updates().latest().status().attempt() == 0;
        waiting.add(waits ? -1 : 0);
        runner.run(task);
        boolean begun = hasBegun(task);
        waiting.add(waits && !begun ? 1 : 0);
        return begun ? Turn.RUN : Turn.NOT_BEGUN;
    }

    /** Leaves a task to nodes that can read it, but does not let it wait for them for ever. */
    private Turn leaveToNewer(TaskSnapshot task, UnreadablePayloadException unreadable) {
        Instant now = registry().now();
        if (queuedAt(task).plus(registry().longestWait()).isAfter(now)) {
            complaints.warn("Task {} is left to others, which may be newer", task.id(), unreadable);
            return Turn.LEFT_TO_OTHERS;
        }
        Outcome.Failed<?> outcome =
                new Outcome.Failed<>(Failures.waitedTooLong(task.id(), unreadable), Optional.empty());
        supervisor.endElsewhere(task.id(), Transition.giveUp(outcome, now), outcome);
        return Turn.NOT_BEGUN;
    }

    /** One that has no past yet is there since it was to start. */
    private static Instant queuedAt(TaskSnapshot task) {
        List<TimelineEntry> timeline = task.status().timeline();
        return timeline.isEmpty()
                ? task.submission().startsAt()
                : timeline.getLast().at();
    }

    /** Somebody else was quicker, or has cancelled it. */
    private boolean hasBegun(LiveTask<?, ?> task) {
        boolean begun = task.attempt().filter(attempt -> attempt.number() > 0).isPresent();
        if (!begun) {
            live.forget(task);
        }
        return begun;
    }

    /** Starts nothing more, or does so again: as whoever says so last wants it, also if a beat and a missing one meet. */
    synchronized void drain(boolean drain) {
        if (drained != drain && !closing) {
            drained = drain;
            distributor.drain(drain);
        }
    }

    /** Begins nothing any more, and accepts nothing. */
    synchronized void closeDoor() {
        closing = true;
        live.close();
        distributor.drain(true);
    }

    /** Takes leave of the others. */
    void leave() {
        distributor.close();
        watches.close();
        due.stop();
        heart.stop();
        registry().close();
    }

    List<NodeStatus> nodes() {
        return registry().nodes();
    }
}
