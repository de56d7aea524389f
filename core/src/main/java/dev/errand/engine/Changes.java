package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Outcome;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.event.TaskEvent;
import dev.errand.registry.Instead;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings changes before the registry and, if they happened, shows them to those who watch and listen, in the order in
 * which they happened.
 */
final class Changes {

    private static final Logger LOG = LoggerFactory.getLogger(Changes.class);

    private final TaskRegistry registry;
    private final Announcements announcements;
    private final Consumer<TaskSnapshot> watchers;
    private final Debts debts;

    /**
     * Changes nothing yet.
     *
     * @param debts what is owed when a task ends
     * @param watchers are shown what happens to tasks, wherever they run
     */
    Changes(TaskRegistry registry, Announcements announcements, Debts debts, Consumer<TaskSnapshot> watchers) {
        this.registry = registry;
        this.announcements = announcements;
        this.debts = debts;
        this.watchers = watchers;
    }

    /**
     * Changes the state of a task.
     *
     * @return the task after it; empty if the registry refused
     */
    Optional<TaskSnapshot> apply(LiveTask<?, ?> task, Transition transition, Function<TaskSnapshot, TaskEvent> event) {
        return inOrder(task, () -> apply(task.id(), transition, () -> Optional.of(latest(task))), event);
    }

    /** An end is written down together with what is owed for it. */
    private Optional<TaskSnapshot> apply(TaskId id, Transition transition, Supplier<Optional<TaskSnapshot>> before) {
        if (!transition.to().isFinal() || debts.areNone()) {
            return registry.apply(id, transition);
        }
        Transition owing =
                before.get().map(task -> debts.incurredBy(transition, task)).orElse(transition);
        Optional<TaskSnapshot> after = registry.apply(id, owing);
        if (after.isPresent() && owing.owing().isPresent()) {
            debts.pay();
        }
        return after;
    }

    /** The last that was shown of a task, also while a change is under way. */
    TaskSnapshot latest(LiveTask<?, ?> task) {
        task.lock().lock();
        try {
            return task.updates().latest();
        } finally {
            task.lock().unlock();
        }
    }

    /** How a task ended, if that was shown, also while a change is under way. */
    Optional<Outcome<? extends @Nullable Object>> end(LiveTask<?, ?> task) {
        task.lock().lock();
        try {
            return task.ended ? task.updates().latest().outcome() : Optional.empty();
        } finally {
            task.lock().unlock();
        }
    }

    /** Lets a task whose time has come into the queue, unless it has gone on without. No event of its own. */
    boolean wake(LiveTask<?, ?> task, int attempt, Transition transition) {
        task.lock().lock();
        try {
            return task.updates().latest().status().attempt() == attempt
                    && inOrder(task, () -> registry.apply(task.id(), transition))
                            .isPresent();
        } finally {
            task.lock().unlock();
        }
    }

    /** Writes down what an attempt has to say: how it is when its turn comes, so that the later report is the newer. */
    @CanIgnoreReturnValue
    Optional<TaskSnapshot> report(
            Attempt<?> attempt, Supplier<? extends RunReport> report, Function<TaskSnapshot, TaskEvent> event) {
        LiveTask<?, ?> task = attempt.task();
        return inOrder(task, () -> registry.report(task.id(), attempt.lease(), report.get()), event);
    }

    /** Writes down what an attempt has to say that concerns later ones only. No event of its own. */
    Optional<TaskSnapshot> report(Attempt<?> attempt, Supplier<? extends RunReport> report) {
        LiveTask<?, ?> task = attempt.task();
        return inOrder(task, () -> registry.report(task.id(), attempt.lease(), report.get()));
    }

    /** Tells something of an attempt that no change of the registry goes with, while it is under way. */
    void tell(Attempt<?> attempt, Function<TaskSnapshot, TaskEvent> event) {
        LiveTask<?, ?> task = attempt.task();
        task.lock().lock();
        try {
            TaskSnapshot latest = task.updates().latest();
            if (latest.state().isRunning() && latest.status().attempt() == attempt.number()) {
                announcements.tell(latest, event);
            }
        } finally {
            task.lock().unlock();
        }
    }

    /**
     * Adds a new task.
     *
     * @return what is known now: the task, or an earlier one that stands in for it
     */
    TaskEntry add(LiveTask<?, ?> task, TaskEntry entry, Instead instead) {
        task.lock().lock();
        try {
            TaskEntry known = registry.add(entry, instead);
            if (known.snapshot().id().equals(task.id())) {
                announcements.tell(known.snapshot(), TaskEvent.Submitted::new);
            }
            return known;
        } finally {
            task.lock().unlock();
        }
    }

    /** Changes the state of a task that may run elsewhere, or nowhere. */
    @CanIgnoreReturnValue
    Optional<TaskSnapshot> apply(TaskId id, Transition transition, Function<TaskSnapshot, TaskEvent> event) {
        Optional<TaskSnapshot> after =
                apply(id, transition, () -> registry.find(id).map(TaskEntry::snapshot));
        after.ifPresent(snapshot -> {
            watchers.accept(snapshot);
            announcements.tell(snapshot, event);
        });
        return after;
    }

    /** Lets a task whose time has come into the queue, wherever it waits. No event of its own. */
    boolean wake(TaskId id, Transition transition) {
        Optional<TaskSnapshot> after = registry.apply(id, transition);
        after.ifPresent(watchers);
        return after.isPresent();
    }

    /** Shows how a task is that somebody else may have changed, unless something newer was shown. */
    TaskSnapshot refresh(LiveTask<?, ?> task) {
        task.lock().lock();
        try {
            Optional<TaskSnapshot> known = registry.find(task.id()).map(TaskEntry::snapshot);
            if (known.isPresent()
                    && !task.ended
                    && known.get().version() > task.updates().latest().version()) {
                show(task, known.get());
            }
            return task.updates().latest();
        } finally {
            task.lock().unlock();
        }
    }

    /** Adds many new tasks: all of them, or none. */
    void addAll(List<TaskEntry> entries) {
        registry.addAll(entries);
        entries.forEach(entry -> announcements.tell(entry.snapshot(), TaskEvent.Submitted::new));
    }

    private void show(LiveTask<?, ?> task, TaskSnapshot after) {
        task.ended = after.state().isFinal();
        try {
            task.updates().publish(after);
            watchers.accept(after);
        } catch (Throwable e) {
            LOG.error("A change of task {} cannot be shown to those who watch", after.id(), e);
        }
    }

    private Optional<TaskSnapshot> inOrder(
            LiveTask<?, ?> task, Supplier<Optional<TaskSnapshot>> change, Function<TaskSnapshot, TaskEvent> event) {
        task.lock().lock();
        try {
            Optional<TaskSnapshot> after = inOrder(task, change);
            if (after.isPresent()) {
                announcements.tell(after.get(), event);
            }
            return after;
        } finally {
            task.lock().unlock();
        }
    }

    /** One that has ended takes part in nothing more: if the registry goes on with the task, that is about its retry. */
    private Optional<TaskSnapshot> inOrder(LiveTask<?, ?> task, Supplier<Optional<TaskSnapshot>> change) {
        task.lock().lock();
        try {
            Optional<TaskSnapshot> after = task.ended ? Optional.empty() : change.get();
            if (after.isPresent()) {
                show(task, after.get());
            }
            return after;
        } finally {
            task.lock().unlock();
        }
    }
}
