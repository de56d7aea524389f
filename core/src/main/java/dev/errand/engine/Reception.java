package dev.errand.engine;

import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskStatus;
import dev.errand.progress.Progress;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import dev.errand.registry.TaskRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts tasks, and looks up those that were accepted. */
final class Reception {

    private static final int LOOKS = 3;

    private final TaskRegistry registry;
    private final TimeOrderedIds ids;
    private final LiveTasks live;
    private final Changes changes;
    private final Supervisor supervisor;

    Reception(EngineParts parts, LiveTasks live, Changes changes, Supervisor supervisor) {
        this.registry = parts.registry();
        this.ids = new TimeOrderedIds(parts.time());
        this.live = live;
        this.changes = changes;
        this.supervisor = supervisor;
    }

    <I, R extends @Nullable Object> TaskHandle<R> submit(
            Definition<I, R> definition, @Nullable I input, SubmitOptions options) {
        Optional<TaskHandle<R>> known = options.key().flatMap(key -> underKey(definition, options.owner(), key, input));
        if (known.isPresent() && !live.isClosed()) {
            return known.get();
        }
        TaskSnapshot first = firstSnapshot(definition, options);
        LiveTask<I, R> task = new LiveTask<>(first, definition, input);
        live.admit(task);
        Optional<TaskHandle<R>> earlier = addOrFindEarlier(task, new TaskEntry(first, input));
        if (earlier.isPresent()) {
            return earlier.get();
        }
        if (first.state() == TaskState.SCHEDULED) {
            supervisor.queueAfter(task, options.delay());
        } else {
            supervisor.dispatcher().add(task);
        }
        if (live.isClosed()) {
            supervisor.cancelForShutdown(task);
        }
        return new LiveHandle<>(task, supervisor);
    }

    Optional<TaskHandle<?>> find(TaskId id) {
        for (int look = 0; look < LOOKS; look++) {
            Optional<TaskSnapshot> known = registry.find(id).map(TaskEntry::snapshot);
            if (known.isEmpty()) {
                return Optional.empty();
            }
            if (known.get().state().isFinal()) {
                return Optional.of(new EndedHandle<>(known.get()));
            }
            Optional<LiveTask<?, ?>> task = live.find(id);
            if (task.isPresent()) {
                return Optional.of(new LiveHandle<>(task.get(), supervisor));
            }
            // it has ended between the two look-ups, and by now the registry says so
        }
        throw new IllegalStateException(
                "task " + id + " has not ended, and is not this engine's: a registry in memory serves one engine");
    }

    List<TaskSnapshot> list(TaskQuery query) {
        return registry.list(query).stream().map(supervisor::withFreshProgress).toList();
    }

    /** A key that is in use is an answer also when the queue is full. */
    private <R extends @Nullable Object> Optional<TaskHandle<R>> underKey(
            Definition<?, R> definition, Owner owner, String key, @Nullable Object input) {
        return registry.find(definition.type().name(), owner, key).flatMap(known -> earlier(known, input));
    }

    /** Adds a task. If that cannot be, or the handle of an earlier one under its key is the answer, it is forgotten. */
    private <R extends @Nullable Object> Optional<TaskHandle<R>> addOrFindEarlier(
            LiveTask<?, R> task, TaskEntry entry) {
        boolean added = false;
        try {
            while (true) {
                TaskEntry known = changes.add(task, entry);
                if (known.snapshot().id().equals(task.id())) {
                    added = true;
                    return Optional.empty();
                }
                Optional<TaskHandle<R>> earlier = earlier(known, entry.input());
                if (earlier.isPresent()) {
                    return earlier;
                }
                // it was forgotten meanwhile, and its key is free again
            }
        } finally {
            if (!added) {
                live.forget(task);
            }
        }
    }

    /** The answer to a submission under a key that is in use: the same task, if it was asked for the same thing. */
    @SuppressWarnings("unchecked") // the key holds for one type, whose result is R
    private <R extends @Nullable Object> Optional<TaskHandle<R>> earlier(TaskEntry known, @Nullable Object input) {
        TaskSnapshot snapshot = known.snapshot();
        if (!Objects.equals(known.input(), input)) {
            throw new TaskRefusedException(
                    TaskRefusedException.Reason.KEY_IN_USE,
                    "key \"" + snapshot.submission().key().orElseThrow() + "\" belongs to task " + snapshot.id()
                            + ", which has another input: use another key, or that task");
        }
        return find(snapshot.id()).map(handle -> (TaskHandle<R>) handle);
    }

    private TaskSnapshot firstSnapshot(Definition<?, ?> definition, SubmitOptions options) {
        Instant now = supervisor.now();
        String type = definition.type().name();
        TaskState state = options.delay().isZero() ? TaskState.QUEUED : TaskState.SCHEDULED;
        return new TaskSnapshot(
                ids.next(),
                1,
                new Submission(
                        type,
                        options.owner(),
                        options.title().orElse(type),
                        options.key(),
                        now,
                        now.plus(options.delay())),
                new TaskStatus(state, 0, Optional.empty(), Optional.empty(), Optional.empty()),
                Progress.NOT_STARTED,
                List.of());
    }
}
