package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.TaskSnapshot;
import dev.errand.event.TaskEvent;
import dev.errand.event.TaskListener;
import dev.errand.recording.FlightRecording;
import dev.errand.registry.Instead;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
import dev.errand.watch.Mailbox;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Brings changes before the registry and, if they happened, shows them to those who watch and listen, in the order in
 * which they happened.
 */
final class Changes {

    private final TaskRegistry registry;
    private final List<Mailbox> mailboxes;
    private final FlightRecording recording = new FlightRecording();

    Changes(TaskRegistry registry, List<TaskListener> listeners) {
        this.registry = registry;
        this.mailboxes = listeners.stream().map(Mailbox::new).toList();
    }

    /**
     * Changes the state of a task.
     *
     * @return the task after it; empty if the registry refused
     */
    Optional<TaskSnapshot> apply(LiveTask<?, ?> task, Transition transition, Function<TaskSnapshot, TaskEvent> event) {
        return inOrder(task, () -> applyInThisLife(task, transition), event);
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

    /** Lets a task whose time has come into the queue, unless it has gone on without. No event of its own. */
    boolean wake(LiveTask<?, ?> task, int attempt, Transition transition) {
        task.lock().lock();
        try {
            return task.updates().latest().status().attempt() == attempt
                    && inOrder(task, () -> applyInThisLife(task, transition)).isPresent();
        } finally {
            task.lock().unlock();
        }
    }

    /** A task that has ended, and is done again, comes alive as another one: this one has no say in it. */
    private Optional<TaskSnapshot> applyInThisLife(LiveTask<?, ?> task, Transition transition) {
        boolean begins = transition.effect() instanceof Transition.Effect.Again;
        return begins || !task.updates().latest().state().isFinal()
                ? registry.apply(task.id(), transition)
                : Optional.empty();
    }

    /** Writes down what an attempt has to say: how it is when its turn comes, so that the later report is the newer. */
    @CanIgnoreReturnValue
    Optional<TaskSnapshot> report(
            Attempt<?> attempt, Supplier<? extends RunReport> report, Function<TaskSnapshot, TaskEvent> event) {
        LiveTask<?, ?> task = attempt.task();
        return inOrder(task, () -> registry.report(task.id(), attempt.lease(), report.get()), event);
    }

    /** Tells something of an attempt that no change of the registry goes with, while it is under way. */
    void tell(Attempt<?> attempt, Function<TaskSnapshot, TaskEvent> event) {
        LiveTask<?, ?> task = attempt.task();
        task.lock().lock();
        try {
            TaskSnapshot latest = task.updates().latest();
            if (latest.state().isRunning() && latest.status().attempt() == attempt.number()) {
                tell(event.apply(latest));
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
                tell(new TaskEvent.Submitted(known.snapshot()));
            }
            return known;
        } finally {
            task.lock().unlock();
        }
    }

    private void tell(TaskEvent event) {
        recording.on(event);
        mailboxes.forEach(mailbox -> mailbox.put(event));
    }

    /** Waits until every listener has been told everything, or the limit is reached. */
    void awaitTold(Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        for (Mailbox mailbox : mailboxes) {
            mailbox.awaitEmpty(end - System.nanoTime());
        }
    }

    private Optional<TaskSnapshot> inOrder(
            LiveTask<?, ?> task, Supplier<Optional<TaskSnapshot>> change, Function<TaskSnapshot, TaskEvent> event) {
        task.lock().lock();
        try {
            Optional<TaskSnapshot> after = inOrder(task, change);
            after.map(event).ifPresent(this::tell);
            return after;
        } finally {
            task.lock().unlock();
        }
    }

    private static Optional<TaskSnapshot> inOrder(LiveTask<?, ?> task, Supplier<Optional<TaskSnapshot>> change) {
        task.lock().lock();
        try {
            Optional<TaskSnapshot> after = change.get();
            after.ifPresent(task.updates()::publish);
            return after;
        } finally {
            task.lock().unlock();
        }
    }
}
