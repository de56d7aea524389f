package dev.errand.mail;

import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Unsent;
import dev.errand.progress.ProgressReporter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The recipients between the task's thread, which reads them, and the senders: a short line, and what became of each.
 *
 * <p>Every recipient that is put in gets exactly one outcome. Once the outbox is stopped, what waits in it and whatever
 * is put in later is unsent.
 */
final class Outbox<T> {

    /** A recipient whose turn has come. */
    record Job<T>(int number, T recipient) {}

    private static final int WAITING_PER_SENDER = 2;

    private final Composer<T> composer;
    private final ProgressReporter progress;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job<T>> waiting = new ArrayDeque<>();
    private final List<@Nullable RecipientOutcome> outcomes = new ArrayList<>();
    private int senders;
    private boolean closed;
    private @Nullable String stopped;
    private @Nullable MailServerException serverAway;

    Outbox(Composer<T> composer, ProgressReporter progress) {
        this.composer = composer;
        this.progress = progress;
    }

    /** Puts in a recipient, if there is room within the time: two may wait for each sender. */
    boolean offer(T recipient, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanosLeft = limit.toNanos();
            while (stopped == null && waiting.size() >= WAITING_PER_SENDER * senders) {
                if (nanosLeft <= 0) {
                    return false;
                }
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
            Job<T> job = new Job<>(outcomes.size(), recipient);
            outcomes.add(null);
            putOrSettle(job, false);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Says that no more recipients will come. */
    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Lets no more messages begin. Those under way go on. */
    void stop(String reason) {
        lock.lock();
        try {
            if (stopped == null) {
                stopped = reason;
                waiting.forEach(job -> settle(job, new Unsent(composer.nameOf(job.number, job.recipient), reason)));
                waiting.clear();
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A sender begins to take jobs. */
    void enter() {
        lock.lock();
        try {
            senders++;
        } finally {
            lock.unlock();
        }
    }

    /** The next recipient; waits for one. Empty when there will be no more. */
    Optional<Job<T>> next() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && !closed && stopped == null) {
                changed.await();
            }
            Optional<Job<T>> next = Optional.ofNullable(waiting.poll());
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** A sender has no more work. */
    void leave() {
        lock.lock();
        try {
            senders--;
        } finally {
            lock.unlock();
        }
    }

    /** A sender cannot go on. Another one does its job; if it was the last, the campaign stops. */
    void leave(Job<T> unfinished, MailServerException reason) {
        lock.lock();
        try {
            leave();
            if (senders == 0) {
                serverAway = reason;
                stop(String.valueOf(reason.getMessage()));
            }
            putOrSettle(unfinished, true);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the outbox to stop, for as long as a sender wants to pause. */
    void pause(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanosLeft = nanos;
            while (stopped == null && nanosLeft > 0) {
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
        } finally {
            lock.unlock();
        }
    }

    void settle(Job<T> job, RecipientOutcome outcome) {
        lock.lock();
        try {
            outcomes.set(job.number, outcome);
        } finally {
            lock.unlock();
        }
        if (outcome instanceof Sent) {
            progress.advance();
        } else {
            progress.failed();
        }
    }

    boolean isStopped() {
        return stopReason().isPresent();
    }

    Optional<String> stopReason() {
        lock.lock();
        try {
            return Optional.ofNullable(stopped);
        } finally {
            lock.unlock();
        }
    }

    /** Why the last sender left, if that is what stopped the campaign. */
    Optional<MailServerException> serverAway() {
        lock.lock();
        try {
            return Optional.ofNullable(serverAway);
        } finally {
            lock.unlock();
        }
    }

    /** What became of everybody. A message that nobody heard the end of is in doubt. */
    List<RecipientOutcome> outcomes() {
        lock.lock();
        try {
            List<RecipientOutcome> known = new ArrayList<>();
            for (RecipientOutcome outcome : outcomes) {
                known.add(
                        outcome != null
                                ? outcome
                                : new InDoubt(
                                        "recipient " + (known.size() + 1),
                                        "was being sent when the campaign was interrupted"));
            }
            return known;
        } finally {
            lock.unlock();
        }
    }

    private void putOrSettle(Job<T> job, boolean first) {
        if (stopped != null) {
            settle(job, new Unsent(composer.nameOf(job.number, job.recipient), stopped));
        } else if (first) {
            waiting.addFirst(job);
        } else {
            waiting.addLast(job);
        }
        changed.signalAll();
    }
}
