package dev.errand.engine;

import dev.errand.TaskId;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Transition;
import dev.errand.time.TimeSource;
import dev.errand.watch.Drain;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Lets the tasks of a shared registry into the queue when they are due, whoever has submitted them. */
final class DueTasks {

    private static final int MOST_AT_ONCE = 500;
    private static final int BEATS_WITHOUT_ALARM = 60;

    private final DurableTaskRegistry registry;
    private final TimeSource time;
    private final Duration longestAlarm;
    private final SharedSupervisor supervisor;
    private final Runnable wake;
    private final Complaints complaints;
    private final Drain rounds = new Drain(Thread::startVirtualThread, this::round);
    private volatile boolean stopped;

    /** Those of a registry; those who begin tasks are woken. */
    DueTasks(SharedParts parts, SharedSupervisor supervisor, Runnable wake) {
        this.registry = parts.registry();
        this.time = parts.engine().time();
        this.longestAlarm = parts.liveness().heartbeat().multipliedBy(BEATS_WITHOUT_ALARM);
        this.supervisor = supervisor;
        this.wake = wake;
        this.complaints = new Complaints(time);
    }

    /** Looks for what is due, soon. */
    void look() {
        if (!stopped) {
            rounds.signal();
        }
    }

    /**
     * Looks after a delay. If many beats of the heart come before, one of them makes it look: it is late by a beat at most, while
     * an alarm would keep an engine in memory that is closed meanwhile.
     */
    void lookAfter(Duration delay) {
        if (delay.compareTo(longestAlarm) < 0) {
            time.after(delay, this::look);
        }
    }

    void stop() {
        stopped = true;
    }

    private void round() {
        try {
            List<TaskId> due;
            do {
                due = registry.due(MOST_AT_ONCE);
            } while (letIn(due) == MOST_AT_ONCE);
        } catch (RuntimeException away) {
            complaints.warn("What is due cannot be woken, and is tried again", null, away);
        }
    }

    /** How many were let in here. */
    private int letIn(List<TaskId> due) {
        AtomicInteger count = new AtomicInteger();
        AtOnce.each(due, id -> letIn(id, count));
        if (count.get() > 0) {
            wake.run();
        }
        return count.get();
    }

    private void letIn(TaskId id, AtomicInteger count) {
        try {
            if (supervisor.changes().wake(id, Transition.wake(supervisor.now()))) {
                count.incrementAndGet();
            }
        } catch (RuntimeException away) {
            complaints.warn("Task {} is due and cannot be woken, and is tried again", id, away);
        }
    }
}
