package dev.errand.mail;

import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.NotTried;
import dev.errand.mail.RecipientOutcome.Refused;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Skipped;
import dev.errand.progress.FailedItem;
import dev.errand.progress.ProgressReporter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The recipients between the task's thread, which reads them, and the senders: a short line, and what became of each.
 *
 * <p>Every recipient that is put in gets exactly one outcome, the first that is said. Once the outbox is stopped, what
 * waits in it and whatever is put in later is not tried. No function of the campaign is called under the lock.
 */
final class Outbox<T> {

    /** A recipient whose turn has come. */
    record Job<T>(int number, Addressee<T> who, int brokenConnections) {

        /** The same recipient, after another connection has broken with her message. */
        Job<T> afterBrokenConnection() {
            return new Job<>(number, who, brokenConnections + 1);
        }
    }

    private static final int WAITING_PER_SENDER = 2;

    private final ProgressReporter progress;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Job<T>> waiting = new ArrayDeque<>();
    private final Map<Integer, Job<T>> underWay = new HashMap<>();
    private final Books books = new Books();
    private int recipients;
    private int senders;
    private boolean closed;
    private @Nullable String stopped;
    private @Nullable MailServerException serverAway;
    private @Nullable RuntimeException broken;

    Outbox(ProgressReporter progress) {
        this.progress = progress;
    }

    /** Writes what becomes of each recipient to a file as well. */
    void copyTo(OutcomeFile everybody) {
        lock.lock();
        try {
            books.copyTo(everybody);
        } finally {
            lock.unlock();
        }
    }

    /** Puts in a recipient, if there is room within the time: two may wait for each sender. */
    boolean offer(Addressee<T> recipient, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanosLeft = limit.toNanos();
            while (stopped == null && waiting.size() >= WAITING_PER_SENDER * senders) {
                if (nanosLeft <= 0) {
                    return false;
                }
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
            if (stopped == null) {
                waiting.addLast(jobFor(recipient));
                changed.signalAll();
                return true;
            }
        } finally {
            lock.unlock();
        }
        putNotTried(recipient);
        return true;
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
        List<Job<T>> notTried;
        lock.lock();
        try {
            if (stopped != null) {
                return;
            }
            stopped = reason;
            notTried = List.copyOf(waiting);
            waiting.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        notTried.forEach(this::settleNotTried);
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

    /**
     * Waits for a recipient, without taking her: a sender first needs a connection, and others may have one. False when
     * there will be no more, also none that another sender puts back.
     */
    boolean awaitJob() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.isEmpty() && stopped == null && !isDone()) {
                changed.await();
            }
            return !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes a recipient. Empty if another sender was faster. */
    Optional<Job<T>> poll() {
        lock.lock();
        try {
            Optional<Job<T>> next = Optional.ofNullable(waiting.poll());
            changed.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a recipient back who was certainly not sent to: it is her turn next. */
    void putBack(Job<T> job) {
        boolean stays;
        lock.lock();
        try {
            stays = stopped == null;
            if (stays) {
                waiting.addFirst(job);
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        if (!stays) {
            settleNotTried(job);
        }
    }

    /** A sender takes no more jobs. If it was the last, and there are or will be some, the campaign stops. */
    void leave(String reason) {
        boolean needed;
        lock.lock();
        try {
            needed = --senders == 0 && !isDone();
        } finally {
            lock.unlock();
        }
        if (needed) {
            stop(reason);
        }
    }

    /** A sender has no connection any more, and cannot get one. */
    void leave(MailServerException reason) {
        lock.lock();
        try {
            serverAway = reason;
        } finally {
            lock.unlock();
        }
        leave(String.valueOf(reason.getMessage()));
    }

    /** Lets no more messages begin, since it cannot be written down who is written to. */
    void breakDown(RuntimeException why) {
        lock.lock();
        try {
            broken = broken == null ? why : broken;
        } finally {
            lock.unlock();
        }
        stop(String.valueOf(why.getMessage()));
    }

    /** Why it cannot be written down who is written to. */
    Optional<RuntimeException> broken() {
        lock.lock();
        try {
            return Optional.ofNullable(broken);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for the outbox to be over, for as long as a sender wants to pause. */
    void pause(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanosLeft = nanos;
            while (stopped == null && !isDone() && nanosLeft > 0) {
                nanosLeft = changed.awaitNanos(nanosLeft);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says what became of a recipient, unless that has been said. */
    void settle(Job<T> job, RecipientOutcome outcome) {
        lock.lock();
        try {
            if (underWay.remove(job.number) == null) {
                return;
            }
            books.enter(job.number, job.who.key(), outcome);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        switch (outcome) {
            case Sent sent -> progress.advance();
            case NotTried notTried -> {
                // not tried, so neither done nor failed
            }
            case Refused refused -> progress.failed(job.who.key(), refused.reason());
            case Invalid invalid -> progress.failed(job.who.key(), invalid.reason());
            case InDoubt inDoubt -> progress.failed(job.who.key(), "In doubt: " + inDoubt.reason());
            case Skipped skipped -> progress.skipped();
        }
    }

    /** When nobody is tried any more, and the task has come to its end with that: they can be done again by themselves. */
    void failNotTried() {
        List<FailedItem> known;
        int all;
        lock.lock();
        try {
            known = books.notTried();
            all = books.counts().notTried();
        } finally {
            lock.unlock();
        }
        known.forEach(item -> progress.failed(item.key(), item.message()));
        progress.failed(all - known.size());
    }

    /** Names a recipient that was read after the outbox had stopped, or could not be put in before. */
    void putNotTried(Addressee<T> recipient) {
        Job<T> job;
        lock.lock();
        try {
            job = jobFor(recipient);
        } finally {
            lock.unlock();
        }
        settleNotTried(job);
    }

    /** Whether there is nothing left to do, or nothing left that may be done. */
    boolean isOver() {
        lock.lock();
        try {
            return stopped != null || isDone();
        } finally {
            lock.unlock();
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

    /** Why a sender could not go on; if all have left, that is what stopped the campaign. */
    Optional<MailServerException> serverAway() {
        lock.lock();
        try {
            return Optional.ofNullable(serverAway);
        } finally {
            lock.unlock();
        }
    }

    /** Whether certainly no server has taken a message. */
    boolean isNothingSent() {
        lock.lock();
        try {
            CampaignCounts counts = books.counts();
            return underWay.isEmpty() && counts.sent() + counts.inDoubt() == 0;
        } finally {
            lock.unlock();
        }
    }

    /** What became of everybody, once nobody sends any more. A message that nobody heard the end of is in doubt. */
    Books closeBooks() {
        List<Job<T>> unheard;
        lock.lock();
        try {
            unheard = List.copyOf(underWay.values());
        } finally {
            lock.unlock();
        }
        unheard.forEach(job -> settle(job, new InDoubt(job.who.name(), "was being sent when its sender ended")));
        return books;
    }

    private Job<T> jobFor(Addressee<T> recipient) {
        Job<T> job = new Job<>(recipients++, recipient, 0);
        underWay.put(job.number, job);
        return job;
    }

    private boolean isDone() {
        return closed && underWay.isEmpty();
    }

    private void settleNotTried(Job<T> job) {
        settle(job, new NotTried(job.who.name(), stopReason().orElse("the campaign stopped")));
    }
}
