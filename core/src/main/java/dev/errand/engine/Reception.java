package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Owner;
import dev.errand.QueuePlace;
import dev.errand.RetryScope;
import dev.errand.Submission;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.When;
import dev.errand.registry.Instead;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Accepts tasks that live in this process, and looks up those that were accepted. */
final class Reception implements Desk {

    private static final int LOOKS = 3;
    private static final int TURNS = 64;

    private final TaskRegistry registry;
    private final Drafts drafts;
    private final LiveTasks live;
    private final Changes changes;
    private final LocalSupervisor supervisor;
    private final Control control;
    private final Retrials retrials;
    private final Archive archive;
    private final List<ReentrantLock> turns =
            Stream.generate(ReentrantLock::new).limit(TURNS).toList();

    Reception(EngineParts parts, LocalSupervisor supervisor, Definitions definitions, Drafts drafts) {
        this.registry = parts.registry();
        this.drafts = drafts;
        this.live = supervisor.live();
        this.changes = supervisor.changes();
        this.supervisor = supervisor;
        this.control = new Control(supervisor);
        this.retrials = new Retrials(parts.registry(), this, definitions);
        this.archive = new Archive(parts);
    }

    LocalSupervisor supervisor() {
        return supervisor;
    }

    @Override
    public Commands commands() {
        return control;
    }

    @Override
    public Archive archive() {
        return archive;
    }

    @Override
    public <I, R extends @Nullable Object> TaskHandle<R> submit(
            Definition<I, R> definition, @Nullable I input, SubmitOptions options, Optional<Again> again) {
        TaskEntry entry = drafts.entry(definition, input, options, again);
        LiveTask<I, R> task = new LiveTask<>(entry.snapshot(), definition, input);
        Instead instead = drafts.insteadOf(options.sharing());
        boolean alone = options.key().isEmpty() && instead.equals(Instead.NOTHING);
        Optional<TaskHandle<R>> earlier =
                alone ? addOrFindEarlier(task, entry, options) : inTurn(task, entry, instead, options);
        return earlier.orElseGet(() -> begin(task, options.when()));
    }

    /** Of those that may stand in for each other one at a time: many of them at once would take places that one needs. */
    private <R extends @Nullable Object> Optional<TaskHandle<R>> inTurn(
            LiveTask<?, R> task, TaskEntry entry, Instead instead, SubmitOptions options) {
        ReentrantLock turn = turnOf(entry.snapshot().submission());
        turn.lock();
        try {
            Optional<TaskHandle<R>> known = live.isClosed()
                    ? Optional.empty()
                    : registry.findInstead(entry, instead).flatMap(earlier -> standIn(earlier, entry, options));
            return known.isPresent() ? known : addOrFindEarlier(task, entry, options);
        } finally {
            turn.unlock();
        }
    }

    private ReentrantLock turnOf(Submission submission) {
        int hash = Objects.hash(submission.type(), submission.owner());
        return turns.get(Math.floorMod(hash, turns.size()));
    }

    @Override
    public <I, R extends @Nullable Object> List<TaskHandle<R>> submitAll(
            Definition<I, R> definition, List<I> inputs, SubmitOptions options) {
        List<LiveTask<I, R>> tasks = new ArrayList<>();
        List<TaskEntry> entries = new ArrayList<>();
        for (I input : inputs) {
            TaskEntry entry = drafts.entry(definition, input, options, Optional.empty());
            entries.add(entry);
            tasks.add(new LiveTask<>(entry.snapshot(), definition, input));
        }
        if (tasks.isEmpty()) {
            return List.of();
        }
        live.admit(tasks);
        boolean added = false;
        try {
            changes.addAll(entries);
            added = true;
        } finally {
            if (!added) {
                tasks.forEach(live::forget);
            }
        }
        return tasks.stream().map(task -> begin(task, options.when())).toList();
    }

    private <R extends @Nullable Object> TaskHandle<R> begin(LiveTask<?, R> task, When when) {
        switch (when) {
            case When.After(var delay)
            when delay.isZero() -> supervisor.dispatcher().align(task);
            case When.After(var delay) -> supervisor.queueAfter(task, 0, delay);
            case When.At(Instant instant)
            when task.updates().latest().state() == TaskState.QUEUED ->
                supervisor.dispatcher().align(task);
            case When.At(Instant instant) -> supervisor.queueAt(task, instant);
        }
        supervisor.cancelIfClosed(task);
        return new LiveHandle<>(task, this, false);
    }

    @Override
    public Optional<QueuePlace> placeOf(TaskId id) {
        return live.find(id).flatMap(supervisor.dispatcher()::placeOf);
    }

    /** Whoever can be asked is alive. */
    @Override
    public Optional<Instant> heartbeatOf(TaskId id) {
        return live.find(id)
                .filter(task -> supervisor.snapshot(task).state().isRunning())
                .map(task -> supervisor.time().instant());
    }

    @Override
    public Optional<Doubts> doubts(TaskId id) {
        return registry.find(id).map(known -> new TaskDoubts(id, registry, supervisor.time()));
    }

    @Override
    public Optional<TaskSnapshot> look(TaskId id) {
        return supervisor.find(id);
    }

    @Override
    public Optional<TaskHandle<?>> find(TaskId id) {
        return find(id, false);
    }

    private Optional<TaskHandle<?>> find(TaskId id, boolean standIn) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<TaskSnapshot> known = registry.find(id).map(TaskEntry::snapshot);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            if (known.get().state().isFinal()) {
                return Optional.of(new EndedHandle<>(known.get(), this, standIn));
            }
            Optional<LiveTask<?, ?>> task = live.find(id);
            if (task.isPresent()) {
                return Optional.of(new LiveHandle<>(task.get(), this, standIn));
            }
            // it has ended between the two look-ups, and by now the registry says so
        }
        throw new IllegalStateException(
                "task " + id + " has not ended, and is not this engine's: a registry in memory serves one engine");
    }

    @Override
    public List<TaskSnapshot> list(TaskQuery query) {
        return registry.list(query).stream().map(supervisor::withFreshProgress).toList();
    }

    @Override
    @SuppressWarnings("unchecked") // the task keeps its type, whose result is R
    public <R extends @Nullable Object> TaskHandle<R> retry(
            TaskId id, Owner owner, RetryScope scope, Command command, Optional<String> key) {
        return (TaskHandle<R>) retrials.retry(id, owner, scope, command, key);
    }

    /** Adds a task. If that cannot be, or the handle of one that stands in for it is the answer, it is forgotten. */
    private <R extends @Nullable Object> Optional<TaskHandle<R>> addOrFindEarlier(
            LiveTask<?, R> task, TaskEntry entry, SubmitOptions options) {
        live.admit(List.of(task));
        boolean added = false;
        try {
            while (true) {
                TaskEntry known = changes.add(task, entry, drafts.insteadOf(options.sharing()));
                if (known.snapshot().id().equals(task.id())) {
                    added = true;
                    return Optional.empty();
                }
                Optional<TaskHandle<R>> earlier = standIn(known, entry, options);
                if (earlier.isPresent()) {
                    return earlier;
                }
                // it was forgotten meanwhile, and its place is free again
            }
        } finally {
            if (!added) {
                live.forget(task);
            }
        }
    }

    /** The answer to a submission that another task stands in for: that task, if it was asked for the same thing. */
    @SuppressWarnings("unchecked") // it is of the same type, whose result is R
    private <R extends @Nullable Object> Optional<TaskHandle<R>> standIn(
            TaskEntry known, TaskEntry asked, SubmitOptions options) {
        Drafts.requireSameWish(registry, known, asked, options);
        return find(known.snapshot().id(), true).map(handle -> (TaskHandle<R>) handle);
    }
}
