package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Priority;
import dev.errand.QueuePlace;
import dev.errand.RetryScope;
import dev.errand.Sharing;
import dev.errand.Submission;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.When;
import dev.errand.progress.Progress;
import dev.errand.registry.Instead;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts tasks, and looks up those that were accepted. */
final class Reception {

    private static final int LOOKS = 3;
    private static final String NOT_ALL = "The batch that it belongs to could not be accepted as a whole.";

    /** Why a task is submitted that does another one all over again. */
    record Again(TaskId task, Command command) {}

    private final TaskRegistry registry;
    private final TimeOrderedIds ids;
    private final LiveTasks live;
    private final Changes changes;
    private final Supervisor supervisor;
    private final Control control;
    private final Retrials retrials;

    Reception(EngineParts parts, LiveTasks live, Changes changes, Supervisor supervisor, Definitions definitions) {
        this.registry = parts.registry();
        this.ids = new TimeOrderedIds(parts.time());
        this.live = live;
        this.changes = changes;
        this.supervisor = supervisor;
        this.control = new Control(live, changes, supervisor);
        this.retrials = new Retrials(parts.registry(), live, changes, this, definitions);
    }

    Supervisor supervisor() {
        return supervisor;
    }

    Control control() {
        return control;
    }

    <I, R extends @Nullable Object> TaskHandle<R> submit(
            Definition<I, R> definition, @Nullable I input, SubmitOptions options) {
        return submit(definition, input, options, Optional.empty());
    }

    /** As {@link #submit}, for a task that does another one all over again, if it does. */
    <I, R extends @Nullable Object> TaskHandle<R> submit(
            Definition<I, R> definition, @Nullable I input, SubmitOptions options, Optional<Again> again) {
        TaskEntry entry = new TaskEntry(firstSnapshot(definition, options, again), input);
        Instead instead = insteadOf(options.sharing());
        if (!live.isClosed() && (options.key().isPresent() || !instead.equals(Instead.NOTHING))) {
            Optional<TaskHandle<R>> known =
                    registry.findInstead(entry, instead).flatMap(earlier -> standIn(earlier, entry, options));
            if (known.isPresent()) {
                return known.get();
            }
        }
        LiveTask<I, R> task = new LiveTask<>(entry.snapshot(), definition, input);
        live.admit(List.of(task));
        return addOrFindEarlier(task, entry, options).orElseGet(() -> begin(task, options.when()));
    }

    /** Submits many at once: all of them are accepted, or none. */
    <I, R extends @Nullable Object> List<TaskHandle<R>> submitAll(
            Definition<I, R> definition, List<I> inputs, SubmitOptions options) {
        List<LiveTask<I, R>> tasks = new ArrayList<>();
        List<TaskEntry> entries = new ArrayList<>();
        for (I input : inputs) {
            TaskEntry entry = new TaskEntry(firstSnapshot(definition, options, Optional.empty()), input);
            entries.add(entry);
            tasks.add(new LiveTask<>(entry.snapshot(), definition, input));
        }
        if (tasks.isEmpty()) {
            return List.of();
        }
        live.admit(tasks);
        addAll(tasks, entries);
        return tasks.stream().map(task -> begin(task, options.when())).toList();
    }

    private <I, R extends @Nullable Object> void addAll(List<LiveTask<I, R>> tasks, List<TaskEntry> entries) {
        int added = 0;
        try {
            while (added < tasks.size() && isNew(tasks.get(added), entries.get(added))) {
                added++;
            }
        } finally {
            if (added < tasks.size()) {
                Outcome.Cancelled<?> outcome = new Outcome.Cancelled<>(NOT_ALL, Optional.empty());
                tasks.subList(0, added).forEach(task -> supervisor.cancelAtOnce(task, outcome, ""));
                tasks.forEach(live::forget);
            }
        }
    }

    private boolean isNew(LiveTask<?, ?> task, TaskEntry entry) {
        TaskEntry known = changes.add(task, entry, Instead.NOTHING);
        if (!known.snapshot().id().equals(task.id())) {
            throw new IllegalStateException(
                    "the registry has " + known.snapshot().id() + " in place of a new task");
        }
        return true;
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
        return new LiveHandle<>(task, this);
    }

    Optional<QueuePlace> placeOf(TaskId id) {
        return live.find(id).flatMap(supervisor.dispatcher()::placeOf);
    }

    Optional<TaskHandle<?>> find(TaskId id) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<TaskSnapshot> known = registry.find(id).map(TaskEntry::snapshot);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            if (known.get().state().isFinal()) {
                return Optional.of(new EndedHandle<>(known.get(), this));
            }
            Optional<LiveTask<?, ?>> task = live.find(id);
            if (task.isPresent()) {
                return Optional.of(new LiveHandle<>(task.get(), this));
            }
            // it has ended between the two look-ups, and by now the registry says so
        }
        throw new IllegalStateException(
                "task " + id + " has not ended, and is not this engine's: a registry in memory serves one engine");
    }

    List<TaskSnapshot> list(TaskQuery query) {
        return registry.list(query).stream().map(supervisor::withFreshProgress).toList();
    }

    @SuppressWarnings("unchecked") // the task keeps its type, whose result is R
    <R extends @Nullable Object> TaskHandle<R> retry(TaskId id, RetryScope scope, Command command) {
        return (TaskHandle<R>) retrials.retry(id, scope, command);
    }

    /** Adds a task. If that cannot be, or the handle of one that stands in for it is the answer, it is forgotten. */
    private <R extends @Nullable Object> Optional<TaskHandle<R>> addOrFindEarlier(
            LiveTask<?, R> task, TaskEntry entry, SubmitOptions options) {
        boolean added = false;
        try {
            while (true) {
                TaskEntry known = changes.add(task, entry, insteadOf(options.sharing()));
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

    private Instead insteadOf(Sharing sharing) {
        return sharing.equals(Sharing.NONE)
                ? Instead.NOTHING
                : new Instead(
                        sharing.whileUnended() != Sharing.SingleFlight.ALLOW,
                        sharing.freshFor().map(this::ago));
    }

    /** Any age beyond that of the epoch is any age at all. */
    private Instant ago(Duration age) {
        Instant now = supervisor.now();
        Duration longest = Duration.between(Instant.EPOCH, now);
        return age.compareTo(longest) < 0 ? now.minus(age) : Instant.EPOCH;
    }

    /** The answer to a submission that another task stands in for: that task, if it was asked for the same thing. */
    @SuppressWarnings("unchecked") // it is of the same type, whose result is R
    private <R extends @Nullable Object> Optional<TaskHandle<R>> standIn(
            TaskEntry known, TaskEntry asked, SubmitOptions options) {
        TaskSnapshot task = known.snapshot();
        boolean sameInput = Objects.equals(known.input(), asked.input());
        boolean sameKey = options.key().isPresent()
                && options.key().equals(task.submission().key());
        if (sameKey && !sameInput) {
            throw new TaskRefusedException(
                    TaskRefusedException.Reason.KEY_IN_USE,
                    "key \"" + options.key().get() + "\" belongs to task " + task.id()
                            + ", which has another input: use another key, or that task",
                    task.id());
        }
        boolean mayJoin = sameInput && options.sharing().whileUnended() == Sharing.SingleFlight.JOIN;
        if (!sameKey && !task.state().isFinal() && !mayJoin) {
            throw new TaskRefusedException(
                    TaskRefusedException.Reason.ALREADY_RUNNING,
                    "task " + task.id() + " of the same type and owner has not ended"
                            + (sameInput ? "" : ", and has another input") + ": wait for it, or cancel it",
                    task.id());
        }
        return find(task.id()).map(handle -> (TaskHandle<R>) handle);
    }

    private TaskSnapshot firstSnapshot(Definition<?, ?> definition, SubmitOptions options, Optional<Again> again) {
        Instant now = supervisor.now();
        String type = definition.type().name();
        Instant startsAt = switch (options.when()) {
            case When.After(var delay) -> delay.isZero() ? now : now.plus(delay);
            case When.At(Instant instant) -> instant.isAfter(now) ? instant : now;
        };
        boolean plain = options.key().isEmpty() && options.priority() == Priority.NORMAL && again.isEmpty();
        Submission.Terms terms = plain
                ? Submission.Terms.PLAIN
                : new Submission.Terms(options.key(), options.priority(), again.map(Again::task));
        TaskStatus waits = startsAt.equals(now) ? TaskStatus.queued() : TaskStatus.scheduled();
        return new TaskSnapshot(
                ids.next(),
                1,
                new Submission(type, options.owner(), options.title().orElse(type), terms, now, startsAt),
                again.map(why -> TaskStatus.queued(why.command(), now)).orElse(waits),
                Progress.NOT_STARTED,
                List.of());
    }
}
