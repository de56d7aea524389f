package dev.errand.web;

import dev.errand.Owner;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All event streams of this server: opens them within the limits, cuts slow readers off, and closes them all. */
final class EventHub {

    private static final Logger LOG = LoggerFactory.getLogger(EventHub.class);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final Duration LATER = Duration.ofSeconds(10);
    private static final Duration FAREWELL = Duration.ofSeconds(1);

    private final WebParts parts;
    private final StreamLimits limits;
    private final TaskJson json;
    private final Feeds feeds = new Feeds();
    private final Seats seats;
    private final Set<TaskEventStream> streams = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition oneLess = lock.newCondition();
    private boolean alarmed;
    private volatile boolean closed;

    EventHub(WebParts parts, StreamLimits limits, TaskJson json) {
        this.parts = parts;
        this.limits = limits;
        this.json = json;
        this.seats = new Seats(limits.perCaller(), limits.inAll());
    }

    WebParts parts() {
        return parts;
    }

    StreamLimits limits() {
        return limits;
    }

    TaskJson json() {
        return json;
    }

    Feeds feeds() {
        return feeds;
    }

    int size() {
        return seats.inAll();
    }

    TaskEventStream open(TaskEventStream.Plan plan) {
        requireOpen();
        takeSeat(plan.caller().owner());
        TaskEventStream stream = new TaskEventStream(plan, this);
        streams.add(stream);
        if (closed) {
            stream.close();
            requireOpen();
        }
        watchSoon();
        return stream;
    }

    private void takeSeat(Owner caller) {
        switch (seats.take(caller)) {
            case TAKEN -> {}
            case HAS_TOO_MANY ->
                throw Problem.of(
                                ProblemKind.TOO_MANY_STREAMS,
                                "You may have " + limits.perCaller() + " event streams open at the same time.")
                        .retryAfter(LATER)
                        .toException();
            case ALL_OCCUPIED ->
                throw Problem.of(ProblemKind.STREAMS_FULL).retryAfter(LATER).toException();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw Problem.of(ProblemKind.DRAINING).retryAfter(SOON).toException();
        }
    }

    /** Called once for each stream that was opened. */
    void forget(TaskEventStream stream) {
        seats.giveBack(stream.caller().owner());
        streams.remove(stream);
        lock.lock();
        try {
            oneLess.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Somebody has submitted a task: streams that show all of hers should have it soon. */
    void submittedBy(Owner owner) {
        streams.stream().filter(stream -> stream.caller().owner().equals(owner)).forEach(TaskEventStream::nudge);
    }

    /** Whoever listens as this owner is told to come again, and shows then who she is. */
    void endStreamsOf(Owner owner) {
        streams.stream().filter(stream -> stream.caller().owner().equals(owner)).forEach(TaskEventStream::close);
    }

    /** Those who listen are told to come again; those who do not take it are cut off. */
    void close() {
        closed = true;
        streams.forEach(TaskEventStream::close);
        if (!awaitNone(FAREWELL)) {
            streams.forEach(TaskEventStream::cutOff);
            boolean allGone = awaitNone(FAREWELL);
            if (!allGone) {
                LOG.warn("{} event streams did not end in time", streams.size());
            }
        }
    }

    boolean awaitNone(Duration longest) {
        lock.lock();
        try {
            long left = longest.toNanos();
            while (!streams.isEmpty() && left > 0) {
                left = oneLess.awaitNanos(left);
            }
            return streams.isEmpty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void watchSoon() {
        lock.lock();
        try {
            if (!alarmed && !streams.isEmpty()) {
                alarmed = true;
                parts.time().after(limits.heartbeat(), this::watch);
            }
        } finally {
            lock.unlock();
        }
    }

    private void watch() {
        lock.lock();
        try {
            alarmed = false;
        } finally {
            lock.unlock();
        }
        Duration patience = limits.heartbeat().multipliedBy(2);
        List.copyOf(streams).forEach(stream -> stream.cutOffIfStuckFor(patience));
        watchSoon();
    }
}
