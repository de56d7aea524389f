package dev.errand.engine;

import dev.errand.TaskSnapshot;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;

/**
 * Publishes the snapshots of one task, always the newest: what a subscriber has not asked for yet is replaced, so each
 * of them holds one snapshot at most. Follows the rules of Reactive Streams 1.0.4.
 */
final class SnapshotPublisher implements Flow.Publisher<TaskSnapshot> {

    private final List<SnapshotSubscription> subscriptions = new CopyOnWriteArrayList<>();
    private volatile TaskSnapshot latest;

    SnapshotPublisher(TaskSnapshot first) {
        latest = first;
    }

    TaskSnapshot latest() {
        return latest;
    }

    /** Publishes a snapshot. To be called in the order of their versions; the one of a final state is the last. */
    void publish(TaskSnapshot newer) {
        latest = newer;
        subscriptions.forEach(subscription -> subscription.offer(newer));
        if (newer.state().isFinal()) {
            subscriptions.clear();
        }
    }

    @Override
    public void subscribe(Flow.Subscriber<? super TaskSnapshot> subscriber) {
        SnapshotSubscription subscription = new SnapshotSubscription(latest.id(), subscriber, subscriptions::remove);
        subscriptions.add(subscription);
        subscription.start();
        subscription.offer(latest);
    }
}
