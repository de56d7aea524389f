package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Artifact;
import dev.errand.TaskSnapshot;
import dev.errand.event.TaskEvent;
import dev.errand.event.TaskListener;
import dev.errand.progress.Progress;
import dev.errand.registry.Lease;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskRegistry;
import dev.errand.registry.Transition;
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
        return inOrder(task, () -> registry.apply(task.id(), transition), event);
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

    /** Lets a task whose time has come into the queue. The change is shown, but is no event of its own. */
    boolean wake(LiveTask<?, ?> task, Transition transition) {
        return inOrder(task, () -> registry.apply(task.id(), transition)).isPresent();
    }

    @CanIgnoreReturnValue
    Optional<TaskSnapshot> record(LiveTask<?, ?> task, Lease lease, Progress progress) {
        return inOrder(task, () -> registry.record(task.id(), lease, progress), TaskEvent.Progressed::new);
    }

    Optional<TaskSnapshot> attach(LiveTask<?, ?> task, Lease lease, Artifact artifact) {
        return inOrder(task, () -> registry.attach(task.id(), lease, artifact), TaskEvent.ArtifactWritten::new);
    }

    /**
     * Adds a new task.
     *
     * @return what is known now: the task, or an earlier one under the same key
     */
    TaskEntry add(LiveTask<?, ?> task, TaskEntry entry) {
        task.lock().lock();
        try {
            TaskEntry known = registry.add(entry);
            if (known.snapshot().id().equals(task.id())) {
                tell(new TaskEvent.Submitted(known.snapshot()));
            }
            return known;
        } finally {
            task.lock().unlock();
        }
    }

    private void tell(TaskEvent event) {
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
