package dev.errand.watch;

import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One subscriber, what it has asked for, and the one snapshot that waits for it. */
final class SnapshotSubscription implements Flow.Subscription {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotSubscription.class);

    private final TaskId task;
    private final Flow.Subscriber<? super TaskSnapshot> subscriber;
    private final Consumer<SnapshotSubscription> onCancel;
    private final Drain drain = new Drain(Thread::startVirtualThread, this::deliver);
    private final AtomicLong demand = new AtomicLong();
    private final AtomicReference<@Nullable TaskSnapshot> next = new AtomicReference<>();
    private volatile boolean illegalRequest;
    private volatile boolean ended;
    private volatile @Nullable Throwable error;

    /** Touched by the drain only. */
    private boolean subscribed;

    private long deliveredVersion;

    SnapshotSubscription(
            TaskId task, Flow.Subscriber<? super TaskSnapshot> subscriber, Consumer<SnapshotSubscription> onCancel) {
        this.task = task;
        this.subscriber = Objects.requireNonNull(subscriber, "subscriber");
        this.onCancel = onCancel;
    }

    void start() {
        drain.signal();
    }

    /** Replaces the snapshot that waits, unless that one is newer. */
    void offer(TaskSnapshot snapshot) {
        next.accumulateAndGet(
                snapshot,
                (waiting, offered) -> waiting == null || offered == null || waiting.version() < offered.version()
                        ? offered
                        : waiting);
        drain.signal();
    }

    /** Ends it with an error, also if nothing was requested. */
    void fail(Throwable reason) {
        error = reason;
        drain.signal();
    }

    @Override
    public void request(long count) {
        if (count <= 0) {
            illegalRequest = true;
        } else {
            demand.accumulateAndGet(count, (old, more) -> old + more < 0 ? Long.MAX_VALUE : old + more);
        }
        drain.signal();
    }

    @Override
    public void cancel() {
        ended = true;
        next.set(null);
        onCancel.accept(this);
    }

    private void deliver() {
        try {
            if (!subscribed) {
                subscribed = true;
                subscriber.onSubscribe(this);
            }
            if (illegalRequest && !ended) {
                cancel();
                subscriber.onError(new IllegalArgumentException("a request must be for 1 snapshot or more (rule 3.9)"));
            }
            Throwable failed = error;
            while (!ended && demand.get() > 0) {
                TaskSnapshot snapshot = next.getAndSet(null);
                if (snapshot == null) {
                    break;
                }
                deliver(snapshot);
            }
            if (failed != null && !ended) {
                cancel();
                subscriber.onError(failed);
            }
        } catch (Throwable e) {
            cancel();
            LOG.warn("A subscriber to the updates of task {} failed; it gets no more of them", task, e);
        }
    }

    private void deliver(TaskSnapshot snapshot) {
        if (snapshot.version() <= deliveredVersion) {
            return;
        }
        deliveredVersion = snapshot.version();
        if (demand.get() != Long.MAX_VALUE) {
            demand.decrementAndGet();
        }
        subscriber.onNext(snapshot);
        if (snapshot.state().isFinal() && !ended) {
            cancel();
            subscriber.onComplete();
        }
    }
}
