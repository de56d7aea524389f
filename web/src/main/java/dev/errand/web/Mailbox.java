package dev.errand.web;

import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What one event stream still has to write: the newest snapshot of each task, however slow its reader is, so that it
 * cannot grow. Putting something in never waits.
 */
final class Mailbox {

    /** What was put in last: which is enough to know what is news. */
    private record Known(long version, TaskState state) {}

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<TaskId, TaskSnapshot> waiting = new LinkedHashMap<>();
    private final Map<TaskId, Known> known = new HashMap<>();
    private boolean urgent;
    private boolean nudged;
    private boolean closed;

    Mailbox(TimeSource time) {
        this.time = time;
    }

    /** The reader knows this snapshot already. */
    void skip(TaskSnapshot task) {
        lock.lock();
        try {
            known.put(task.id(), new Known(task.version(), task.state()));
        } finally {
            lock.unlock();
        }
    }

    void put(TaskSnapshot task) {
        lock.lock();
        try {
            Known before = known.get(task.id());
            if (before == null || before.version() < task.version()) {
                known.put(task.id(), new Known(task.version(), task.state()));
                waiting.put(task.id(), task);
                urgent |= before == null || before.state() != task.state();
                changed.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Has the writer look whether there are other tasks. */
    void nudge() {
        lock.lock();
        try {
            nudged = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something to write, until a time.
     *
     * @param until the time, by the clock for delays
     * @param paced until when to keep back what is no change of state, by the same clock
     * @return in the order of their arrival; none if the time has come, the writer was nudged, or the box is closed
     */
    List<TaskSnapshot> take(long until, long paced) throws InterruptedException {
        lock.lock();
        try {
            while (true) {
                long now = time.nanoTime();
                if (urgent || (!waiting.isEmpty() && now - paced >= 0)) {
                    return drained();
                }
                if (closed || nudged || now - until >= 0) {
                    nudged = false;
                    return List.of();
                }
                long next = waiting.isEmpty() || until - paced < 0 ? until : paced;
                TimeSource.Alarm alarm = time.after(Duration.ofNanos(next - now), this::ring);
                try {
                    changed.await();
                } finally {
                    alarm.cancel();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private List<TaskSnapshot> drained() {
        List<TaskSnapshot> taken = List.copyOf(waiting.values());
        waiting.clear();
        urgent = false;
        return taken;
    }

    private void ring() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }
}
