package dev.errand.web;

import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** The snapshots of one task, for all streams that tell of it: one subscription, whatever their number. */
final class TaskFeed implements Flow.Subscriber<TaskSnapshot> {

    private final Set<Mailbox> mailboxes = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile @Nullable TaskSnapshot latest;
    private volatile boolean over;

    void add(Mailbox mailbox) {
        mailboxes.add(mailbox);
    }

    /** Leaves one out. Returns whether nobody is left. */
    boolean remove(Mailbox mailbox) {
        mailboxes.remove(mailbox);
        return mailboxes.isEmpty();
    }

    boolean isOver() {
        return over;
    }

    /** Subscribes, if nobody has; what is known by now goes into the box of somebody who has come later. */
    void begin(TaskHandle<?> handle, Mailbox mailbox) {
        if (begun.compareAndSet(false, true)) {
            handle.updates().subscribe(this);
        }
        TaskSnapshot known = latest;
        if (known != null) {
            mailbox.put(known);
        }
    }

    void end() {
        over = true;
        Flow.Subscription current = subscription;
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        if (over) {
            given.cancel();
        } else {
            given.request(Long.MAX_VALUE);
        }
    }

    @Override
    public void onNext(TaskSnapshot task) {
        latest = task;
        over |= task.state().isFinal();
        mailboxes.forEach(mailbox -> mailbox.put(task));
    }

    @Override
    public void onError(Throwable failure) {
        over = true;
    }

    @Override
    public void onComplete() {
        over = true;
    }
}
