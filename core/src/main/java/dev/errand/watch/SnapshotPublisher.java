package dev.errand.watch;

import dev.errand.TaskSnapshot;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the snapshots of one task, always the newest: what a subscriber has not asked for yet is replaced, so each
 * of them holds one snapshot at most. Follows the rules of Reactive Streams 1.0.4.
 */
public final class SnapshotPublisher implements Flow.Publisher<TaskSnapshot> {

    /** Made for the first subscriber: most of many tasks that wait are watched by nobody. */
    private volatile @Nullable List<SnapshotSubscription> subscriptions;

    private volatile TaskSnapshot latest;
    private volatile @Nullable Throwable error;

    /**
     * Begins with a first snapshot.
     *
     * @param first what subscribers get at once
     */
    public SnapshotPublisher(TaskSnapshot first) {
        latest = first;
    }

    /**
     * The latest that was published.
     *
     * @return a snapshot
     */
    public TaskSnapshot latest() {
        return latest;
    }

    /**
     * Publishes a snapshot. To be called in the order of their versions; the one of a final state is the last.
     *
     * @param newer the snapshot
     */
    public void publish(TaskSnapshot newer) {
        latest = newer;
        List<SnapshotSubscription> told = subscriptions;
        if (told != null) {
            told.forEach(subscription -> subscription.offer(newer));
            if (newer.state().isFinal()) {
                told.clear();
            }
        }
    }

    /**
     * Ends all subscriptions, since there will be nothing to publish any more.
     *
     * @param reason what subscribers are told
     */
    public void fail(Throwable reason) {
        error = reason;
        List<SnapshotSubscription> told = subscriptions;
        if (told != null) {
            told.forEach(subscription -> subscription.fail(reason));
            told.clear();
        }
    }

    /**
     * Whether somebody is subscribed.
     *
     * @return true if a subscription is open now
     */
    public boolean isWatched() {
        List<SnapshotSubscription> told = subscriptions;
        return told != null && !told.isEmpty();
    }

    /** Enters the subscription first, and offers the latest afterwards: what is published meanwhile reaches it too. */
    @Override
    public void subscribe(Flow.Subscriber<? super TaskSnapshot> subscriber) {
        List<SnapshotSubscription> all = subscriptions();
        SnapshotSubscription subscription = new SnapshotSubscription(latest.id(), subscriber, all::remove);
        all.add(subscription);
        subscription.start();
        subscription.offer(latest);
        Throwable failed = error;
        if (failed != null) {
            subscription.fail(failed);
        }
    }

    private List<SnapshotSubscription> subscriptions() {
        List<SnapshotSubscription> known = subscriptions;
        if (known != null) {
            return known;
        }
        synchronized (this) {
            known = subscriptions;
            if (known == null) {
                known = new CopyOnWriteArrayList<>();
                subscriptions = known;
            }
            return known;
        }
    }
}
