package dev.errand.engine;

import dev.errand.Artifact;
import dev.errand.Command;
import dev.errand.Owner;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.event.TaskEvent;
import dev.errand.registry.Checkpoint;
import dev.errand.registry.LegalTransitions;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Does tasks again that have ended.
 *
 * <p>One at a time: the task comes alive before the registry is asked, so that whoever finds it queued finds it here; two
 * at once would take each other's place. The task that has just ended is locked meanwhile, so that its end is told
 * before its return.
 */
final class Retrials {

    private final TaskRegistry registry;
    private final Reception reception;
    private final LiveTasks live;
    private final Changes changes;
    private final Definitions definitions;
    private final ReentrantLock oneAtATime = new ReentrantLock();

    Retrials(TaskRegistry registry, Reception reception, Definitions definitions) {
        this.registry = registry;
        this.reception = reception;
        this.live = reception.supervisor().live();
        this.changes = reception.supervisor().changes();
        this.definitions = definitions;
    }

    TaskHandle<?> retry(TaskId id, Owner owner, RetryScope scope, Command command, Optional<String> key) {
        Objects.requireNonNull(scope, "scope");
        Objects.requireNonNull(command, "command");
        TaskEntry entry = required(registry, id, owner);
        Definition<?, ?> definition = definitions
                .find(entry.snapshot().submission().type())
                .orElseThrow(() -> refused(id, "its code is not registered"));
        if (!entry.snapshot().state().isFinal()) {
            throw refused(id, "it has not ended");
        }
        requireFiles(entry, scope, reception.supervisor().now());
        return scope == RetryScope.ALL
                ? submitAgain(entry, definition, command, key)
                : queueAgain(entry, definition, scope, command);
    }

    /** The task, if it is still that owner's. */
    static TaskEntry required(TaskRegistry registry, TaskId id, Owner owner) {
        TaskEntry entry = registry.find(id).orElseThrow(() -> refused(id, "it is forgotten"));
        if (!entry.snapshot().owner().equals(owner)) {
            throw refused(id, "it is somebody else's by now");
        }
        return entry;
    }

    @SuppressWarnings("unchecked") // the input was checked when it was submitted
    private <I, R extends @Nullable Object> TaskHandle<R> submitAgain(
            TaskEntry entry, Definition<I, R> definition, Command command, Optional<String> key) {
        TaskSnapshot task = entry.snapshot();
        return reception.submit(
                definition,
                (I) entry.input(),
                Drafts.optionsOf(task.submission(), key),
                Optional.of(new Desk.Again(task.id(), command)));
    }

    @SuppressWarnings("unchecked") // the input was checked when it was submitted
    private <I, R extends @Nullable Object> TaskHandle<R> queueAgain(
            TaskEntry entry, Definition<I, R> definition, RetryScope scope, Command command) {
        LiveTask<I, R> task = new LiveTask<>(entry.snapshot(), definition, (I) entry.input());
        oneAtATime.lock();
        try {
            requireEnded(entry.snapshot().id());
            Optional<LiveTask<?, ?>> theEnded = live.find(task.id());
            ReentrantLock lockOfTheEnded = theEnded.map(LiveTask::lock).orElseGet(ReentrantLock::new);
            live.admit(List.of(task));
            lockOfTheEnded.lock();
            try {
                theEnded.ifPresent(LiveTask::endAlarms); // it may not have got so far itself
                enter(task, scope, command);
            } finally {
                lockOfTheEnded.unlock();
            }
        } finally {
            oneAtATime.unlock();
        }
        reception.supervisor().dispatcher().align(task);
        reception.supervisor().cancelIfClosed(task);
        return new LiveHandle<>(task, reception, false);
    }

    private void requireEnded(TaskId id) {
        boolean ended = registry.find(id)
                .filter(known -> known.snapshot().state().isFinal())
                .isPresent();
        if (!ended) {
            throw refused(id, "somebody else does so already");
        }
    }

    private void enter(LiveTask<?, ?> task, RetryScope scope, Command command) {
        Owner owner = task.owner();
        Transition again =
                Transition.retry(scope, owner, command, reception.supervisor().now());
        boolean entered = false;
        try {
            entered = changes.apply(task, again, TaskEvent.Requeued::new).isPresent();
        } finally {
            if (!entered) {
                live.forget(task);
            }
        }
        if (!entered) {
            throw refusal(registry, task.id(), owner, scope);
        }
    }

    /** What the registry refused: somebody may have done something else with it in between. */
    static TaskRefusedException refusal(TaskRegistry registry, TaskId id, Owner owner, RetryScope scope) {
        TaskSnapshot now = required(registry, id, owner).snapshot();
        return now.state().isFinal()
                ? refused(id, LegalTransitions.refusalOf(now, scope).orElse("somebody else has changed it"))
                : refused(id, "somebody else does so already");
    }

    /** What goes on from something needs the files that were made by then; the store has deleted them when they expired. */
    static void requireFiles(TaskEntry entry, RetryScope scope, Instant now) {
        List<Artifact> needed = switch (scope) {
            case ALL -> List.of();
            case RESUME ->
                entry.startingPoint().checkpoint().map(Checkpoint::artifacts).orElse(List.of());
            case FAILED_ITEMS -> entry.snapshot().artifacts();
        };
        needed.stream()
                .filter(file -> !file.expiresAt().isAfter(now))
                .findFirst()
                .ifPresent(gone -> {
                    throw inputGone(
                            entry.snapshot().id(),
                            "its file " + gone.fileName() + " was deleted at " + gone.expiresAt()
                                    + ": do all of it again");
                });
    }

    static TaskRefusedException inputGone(TaskId id, String why) {
        return new TaskRefusedException(
                TaskRefusedException.Reason.INPUT_GONE, "task " + id + " cannot be done again: " + why, id);
    }

    static TaskRefusedException refused(TaskId id, String why) {
        return new TaskRefusedException(
                TaskRefusedException.Reason.NOT_RETRYABLE, "task " + id + " cannot be done again: " + why, id);
    }
}
