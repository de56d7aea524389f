package dev.errand.web;

import dev.errand.QueuePlace;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One event stream. Every event has absolute values, so a reader that comes again needs nothing replayed: it gets what is
 * new, and that is the newest.
 */
final class TaskEventStream implements EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(TaskEventStream.class);
    private static final Duration RETRY = Duration.ofSeconds(3);
    private static final long PACE_NANOS = Duration.ofMillis(500).toNanos();
    private static final long REFRESH_NANOS = Duration.ofSeconds(5).toNanos();

    /** What it is made of. */
    record Plan(WatchedTasks tasks, Mailbox mailbox, Caller caller, Links links, boolean several) {}

    private final Plan plan;
    private final EventHub hub;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean released = new AtomicBoolean();
    private final Map<TaskId, TaskState> shown = new HashMap<>();
    private final Map<TaskId, QueuePlace> places = new HashMap<>();
    private final WriteWatch writing;
    private volatile @Nullable Thread writer;

    TaskEventStream(Plan plan, EventHub hub) {
        this.plan = plan;
        this.hub = hub;
        this.writing = new WriteWatch(hub.parts().time());
    }

    /** The reader has seen this much before. */
    void skip(TaskSnapshot task) {
        plan.mailbox().skip(task);
        shown.put(task.id(), task.state());
    }

    Caller caller() {
        return plan.caller();
    }

    void nudge() {
        plan.mailbox().nudge();
    }

    @Override
    public void start(OutputStream out, Runnable whenDone) {
        start(out, whenDone, StreamThreads::unstarted);
    }

    /** With threads of another kind, for tests. */
    void start(OutputStream out, Runnable whenDone, ThreadFactory threads) {
        if (begun.compareAndSet(false, true)) {
            startWriter(threads.newThread(() -> run(out, whenDone)));
        } else {
            threads.newThread(() -> sayFarewell(out, whenDone)).start();
        }
    }

    /** Where there is no room for one more thread, nobody else would give the stream's place back. */
    private void startWriter(Thread thread) {
        writer = thread;
        boolean started = false;
        try {
            thread.start();
            started = true;
        } finally {
            if (!started) {
                release();
            }
        }
    }

    /** It was closed before it began. */
    private static void sayFarewell(OutputStream out, Runnable whenDone) {
        try {
            farewell(new EventWriter(out));
        } catch (IOException gone) {
            LOG.debug("The reader of an event stream is gone: {}", gone.toString());
        } finally {
            whenDone.run();
        }
    }

    @Override
    public void close() {
        plan.mailbox().close();
        if (begun.compareAndSet(false, true)) {
            release();
        }
    }

    /** Ends a writer that has waited too long for its reader. */
    void cutOffIfStuckFor(Duration longest) {
        if (writing.isStuckFor(longest)) {
            cutOff();
        }
    }

    void cutOff() {
        Thread thread = writer;
        if (thread != null) {
            thread.interrupt();
        }
    }

    private void run(OutputStream out, Runnable whenDone) {
        try {
            write(new EventWriter(out));
        } catch (IOException | InterruptedException gone) {
            LOG.debug("The reader of an event stream is gone, or too slow: {}", gone.toString());
        } catch (RuntimeException e) {
            LOG.error("An event stream broke off", e);
        } finally {
            release();
            whenDone.run();
        }
    }

    private void release() {
        if (released.compareAndSet(false, true)) {
            plan.tasks().clear();
            hub.forget(this);
        }
    }

    private void write(EventWriter out) throws IOException, InterruptedException {
        long now = hub.parts().time().nanoTime();
        long end = now + hub.limits().longest().toNanos();
        long heartbeat = now + hub.limits().heartbeat().toNanos();
        long refresh = now;
        long paced = now;
        writing.run(() -> {
            out.retry(RETRY);
            out.flush();
        });
        while (true) {
            now = hub.parts().time().nanoTime();
            if (plan.tasks().isForOneCaller() && now - refresh >= 0) {
                plan.tasks()
                        .refresh(
                                hub.parts().engine(),
                                hub.parts().access(),
                                hub.limits().tasks());
                refresh = now + REFRESH_NANOS;
            }
            List<TaskSnapshot> news = plan.mailbox().take(earliest(end, heartbeat, refresh), paced);
            now = hub.parts().time().nanoTime();
            if (!news.isEmpty()) {
                writing.run(() -> show(out, news));
                paced = now + PACE_NANOS;
            } else if (plan.mailbox().isClosed() || now - end >= 0) {
                writing.run(() -> farewell(out));
                return;
            } else if (now - heartbeat >= 0) {
                writing.run(() -> beat(out));
                heartbeat = now + hub.limits().heartbeat().toNanos();
            } else {
                refresh = now; // nudged
            }
            if (plan.tasks().areAllOver()) {
                return;
            }
        }
    }

    private long earliest(long end, long heartbeat, long refresh) {
        long first = end - heartbeat < 0 ? end : heartbeat;
        return plan.tasks().isForOneCaller() && refresh - first < 0 ? refresh : first;
    }

    private void show(EventWriter out, List<TaskSnapshot> news) throws IOException {
        for (TaskSnapshot task : news) {
            if (!mayView(task)) {
                leave(task.id());
                continue;
            }
            TaskState before = shown.put(task.id(), task.state());
            String name = before == null ? "snapshot" : before == task.state() ? "progress" : "state";
            show(out, name, task);
            if (task.state().isFinal()) {
                show(out, "end", task);
                leave(task.id());
            }
        }
        out.flush();
    }

    /** It may have been handed over since the stream began. */
    private boolean mayView(TaskSnapshot task) {
        return hub.parts().access().allows(plan.caller(), TaskAction.VIEW, task);
    }

    private void leave(TaskId task) {
        shown.remove(task);
        places.remove(task);
        plan.tasks().remove(task);
    }

    private void show(EventWriter out, String name, TaskSnapshot task) throws IOException {
        Moment moment = momentOf(name, task);
        moment.place().ifPresent(known -> places.put(task.id(), known));
        String id = plan.several() ? EventId.ofSeveral(task) : EventId.ofOne(task);
        out.event(name, id, hub.json().text(task, moment, plan.caller(), plan.links()));
    }

    /** What an attempt has just told is a sign of life itself, so that nobody need be asked for another one. */
    private Moment momentOf(String name, TaskSnapshot task) {
        return name.equals("progress") && task.state() == TaskState.RUNNING
                ? new Moment(Optional.empty(), Optional.of(hub.parts().time().instant()))
                : plan.tasks()
                        .handle(task.id())
                        .map(handle -> Moment.of(handle, task))
                        .orElse(Moment.UNKNOWN);
    }

    /**
     * A place in the queue changes without its task, and so does a sign of life: both are looked up now and then, however much
     * there is to tell of other tasks meanwhile.
     */
    private void beat(EventWriter out) throws IOException {
        for (TaskHandle<?> handle : plan.tasks().all()) {
            TaskState state = shown.get(handle.id());
            Optional<QueuePlace> place = state == TaskState.QUEUED ? handle.place() : Optional.empty();
            boolean moved = place.isPresent() && !Objects.equals(places.get(handle.id()), place.get());
            if (moved || state == TaskState.RUNNING) {
                showAsItIs(out, moved ? "progress" : "snapshot", handle);
            }
        }
        out.heartbeat();
        out.flush();
    }

    private void showAsItIs(EventWriter out, String name, TaskHandle<?> handle) throws IOException {
        TaskSnapshot task = handle.snapshot();
        if (mayView(task)) {
            show(out, name, task);
        }
    }

    /** All readers are sent away at the same time, and should not come back at the same time. */
    private static void farewell(EventWriter out) throws IOException {
        out.retry(Duration.ofMillis(ThreadLocalRandom.current().nextLong(1_000, 5_000)));
        out.flush();
    }
}
