package dev.errand.mail;

import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.NotTried;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Skipped;
import dev.errand.mail.pace.Throttle;
import dev.errand.progress.ProgressReporter;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The recipients between the task's thread, which reads them, and the senders: a short line, and what became of each.
 *
 * <p>Every recipient that is put in gets exactly one outcome, the first that is said. Once the outbox is stopped, what
 * waits in it and whatever is put in later is not tried: its outcome is what earlier attempts know of it, if they do. No
 * function of the campaign is called under the lock.
 */
final class Outbox<T> {

    /** For a shorter wait, a connection stays open. */
    static final Duration LONG_WAIT = Duration.ofSeconds(10);

    private static final Set<Integer> TROUBLE = Set.of(421, 450, 451, 452);

    private final ProgressReporter progress;
    private final LookBack before;
    private final AlarmClock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Condition changed = lock.newCondition();
    private final Line<T> line;
    private final Throttle throttle;
    private final Map<Integer, Job<T>> underWay = new HashMap<>();
    private final Books books = new Books();

    /** What stands in the books of those whom this attempt has not come to. */
    private CampaignCounts lookedBack = CampaignCounts.NONE;

    private int recipients;
    private int senders;
    private boolean closed;
    private boolean saysWhen;
    private @Nullable String stopped;
    private @Nullable MailServerException serverAway;
    private @Nullable RuntimeException broken;

    Outbox(ProgressReporter progress, LookBack before, TimeSource time, Throttle throttle) {
        this.progress = progress;
        this.before = before;
        this.throttle = throttle;
        this.line = new Line<>(throttle);
        this.clock = new AlarmClock(time, this::ring);
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

    private void ring() {
        locked(() -> {
            clock.rung();
            changed.signalAll();
        });
    }

    /** Puts in a recipient, if there is room within the time. */
    boolean offer(Addressee<T> recipient, Duration limit) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long nanosLeft = limit.toNanos();
            while (stopped == null && !line.hasRoom(senders)) {
                if (nanosLeft <= 0) {
                    return false;
                }
                nanosLeft = room.awaitNanos(nanosLeft);
            }
            if (stopped == null) {
                line.addLast(jobFor(recipient));
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
        locked(() -> {
            closed = true;
            changed.signalAll();
        });
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
            notTried = line.clear();
            clock.stop();
            room.signalAll();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        notTried.forEach(this::settleNotTried);
    }

    /** A sender begins to take jobs. */
    void enter() {
        locked(() -> {
            senders++;
        });
    }

    /**
     * Waits for a recipient, without taking her: a sender first needs a connection, and others may have one. False when
     * there will be no more, also none that another sender puts back.
     *
     * @param rest called before a long wait
     */
    boolean awaitJob(Runnable rest) throws InterruptedException {
        boolean rested = false;
        lock.lockInterruptibly();
        try {
            while (stopped == null && !isDone()) {
                long nanos = line.nanosUntilNext(clock.now());
                sayWhen(nanos);
                if (nanos <= 0) {
                    return true;
                }
                readMore(); // those who were read may all be put aside by now
                if (isLong(nanos) && !rested) {
                    rested = true;
                    unlocked(rest);
                } else {
                    wakeAfter(nanos);
                    changed.await();
                }
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    private <V> V locked(Supplier<V> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            lock.unlock();
        }
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    private void unlocked(Runnable action) {
        lock.unlock();
        try {
            action.run();
        } finally {
            lock.lock();
        }
    }

    private static boolean isLong(long nanos) {
        return nanos != Line.NEVER && nanos > LONG_WAIT.toNanos();
    }

    private void sayWhen(long nanos) {
        boolean says = isLong(nanos);
        if (says || saysWhen) {
            progress.message(says ? "Goes on at " + clock.at(nanos) : "");
            saysWhen = says;
        }
    }

    private void wakeAfter(long nanos) {
        if (nanos != Line.NEVER) {
            clock.set(nanos);
        }
    }

    /** What a server says that is in trouble, rather than one mailbox of it (RFC 3463, sections 3.2 and 3.3), slows us down. */
    void noteTrouble(ServerReply reply) {
        boolean oneMailbox = reply.status().startsWith("4.1.") || reply.status().startsWith("4.2.");
        if (TROUBLE.contains(reply.code()) && !oneMailbox) {
            lock.lock();
            try {
                throttle.slowDown(clock.now());
            } finally {
                lock.unlock();
            }
        }
    }

    /** Whether one sender more would find somebody to send to. */
    boolean isBehind() {
        return locked(() -> line.isLongFor(senders) && line.nanosUntilNext(clock.now()) <= 0);
    }

    /** Whether more senders would be of no use, since nobody may be sent to now. */
    boolean isHeldBack() {
        return locked(() -> line.nanosUntilNext(clock.now()) > 0);
    }

    /** Takes a recipient. Empty if another sender was faster. */
    Optional<Job<T>> poll() {
        return locked(() -> {
            Optional<Job<T>> next = line.take(clock.now());
            readMore();
            return next;
        });
    }

    private void readMore() {
        if (line.isHalfEmpty(senders)) {
            room.signal();
        }
    }

    /** Gives a recipient back who was certainly not sent to: it is her turn next. */
    void putBack(Job<T> job) {
        putBack(job, () -> line.addFirst(job));
    }

    /** Gives a recipient back who was certainly not sent to, and whose turn comes again after a delay. */
    void putOff(Job<T> job, Duration delay) {
        putBack(job, () -> line.addLater(job, clock.now() + delay.toNanos()));
    }

    private void putBack(Job<T> job, Runnable place) {
        boolean stays = locked(() -> {
            if (stopped == null) {
                place.run();
                changed.signalAll();
            }
            return stopped == null;
        });
        if (!stays) {
            settleNotTried(job);
        }
    }

    /** What time it is for retries. */
    long now() {
        return clock.now();
    }

    /** A sender takes no more jobs. If it was the last, and there are or will be some, the campaign stops. */
    void leave(String reason) {
        boolean needed = locked(() -> --senders == 0 && !isDone());
        if (needed) {
            stop(reason);
        }
    }

    /** A sender has no connection any more, and cannot get one. */
    void leave(MailServerException reason) {
        locked(() -> {
            boolean knowsWorse = serverAway != null && !serverAway.reason().mayPass();
            serverAway = knowsWorse ? serverAway : reason;
        });
        leave(String.valueOf(reason.getMessage()));
    }

    /** Lets no more messages begin, since the server takes none from us. */
    void stop(MailServerException reason) {
        locked(() -> {
            serverAway = reason;
        });
        stop(String.valueOf(reason.getMessage()));
    }

    /** Lets no more messages begin, since it cannot be written down who is written to. */
    void breakDown(RuntimeException why) {
        locked(() -> {
            broken = broken == null ? why : broken;
        });
        stop(String.valueOf(why.getMessage()));
    }

    /** Why it cannot be written down who is written to. */
    Optional<RuntimeException> broken() {
        return locked(() -> Optional.ofNullable(broken));
    }

    /** Waits for the outbox to be over, for as long as a sender wants to pause. */
    void pause(long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long end = clock.now() + nanos;
            while (stopped == null && !isDone() && end - clock.now() > 0) {
                wakeAfter(end - clock.now());
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Says what became of a recipient to whom no message has left. */
    void settleUnsent(Job<T> job, RecipientOutcome outcome) {
        locked(() -> {
            line.notSent(job, clock.now());
            changed.signalAll();
        });
        settle(job, outcome);
    }

    /** Says what became of a recipient, unless that has been said. */
    void settle(Job<T> job, RecipientOutcome outcome) {
        lock.lock();
        try {
            if (underWay.remove(job.number()) == null) {
                return;
            }
            books.enter(job.number(), job.who().key(), outcome);
            if (isDone()) {
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
        switch (outcome) {
            case Sent sent -> progress.advance();
            case NotTried notTried -> {
                // not tried, so neither done nor failed
            }
            case Failed failed -> progress.failed(job.who().key(), failed.reason());
            case Invalid invalid -> progress.failed(job.who().key(), invalid.reason());
            case InDoubt inDoubt -> progress.failed(job.who().key(), "In doubt: " + inDoubt.reason());
            case Skipped skipped -> progress.skipped();
        }
    }

    /** When nobody is tried any more, and the task has come to its end with that: they can be done again by themselves. */
    void failNotTried() {
        List<Books.Untried> known = locked(books::notTried);
        int all = locked(() -> books.counts().notTried());
        known.forEach(item -> progress.failed(item.key(), item.reason()));
        progress.failed(all - known.size());
    }

    /** Names a recipient that was read after the outbox had stopped, or could not be put in before. */
    void putNotTried(Addressee<T> recipient) {
        settleNotTried(entered(recipient));
    }

    /** Names a recipient whose outcome is known as soon as she is read. */
    void put(Addressee<T> recipient, RecipientOutcome outcome) {
        settle(entered(recipient), outcome);
    }

    private Job<T> entered(Addressee<T> recipient) {
        return locked(() -> jobFor(recipient));
    }

    /** Whether there is nothing left to do, or nothing left that may be done. */
    boolean isOver() {
        return locked(() -> stopped != null || isDone());
    }

    boolean isStopped() {
        return stopReason().isPresent();
    }

    Optional<String> stopReason() {
        return locked(() -> Optional.ofNullable(stopped));
    }

    /** Why a sender could not go on; if all have left, that is what stopped the campaign. */
    Optional<MailServerException> serverAway() {
        return locked(() -> Optional.ofNullable(serverAway));
    }

    /** Whether certainly no server has taken a message. */
    boolean isNothingSent() {
        return locked(() -> underWay.isEmpty() && takenOf(books.counts()) == takenOf(lookedBack));
    }

    private static int takenOf(CampaignCounts counts) {
        return counts.sent() + counts.inDoubt();
    }

    /** Whether there is nothing to report: nobody has an outcome of this attempt. */
    boolean isNobodyTried() {
        return locked(() ->
                underWay.isEmpty() && books.counts().total() == books.counts().notTried() + lookedBack.total());
    }

    /** What became of everybody, once nobody sends any more. A message that nobody heard the end of is in doubt. */
    Books closeBooks() {
        List<Job<T>> unheard = locked(() -> List.copyOf(underWay.values()));
        unheard.forEach(job -> settle(job, new InDoubt(job.who().name(), "was being sent when its sender ended")));
        return books;
    }

    private Job<T> jobFor(Addressee<T> recipient) {
        Job<T> job = new Job<>(recipients++, recipient);
        underWay.put(job.number(), job);
        return job;
    }

    private boolean isDone() {
        return closed && underWay.isEmpty();
    }

    private void settleNotTried(Job<T> job) {
        Optional<RecipientOutcome> known = before.outcomeOf(job.who());
        locked(() -> {
            lookedBack = known.map(lookedBack::plus).orElse(lookedBack);
        });
        settle(job, known.orElseGet(() -> notTried(job)));
    }

    private NotTried notTried(Job<T> job) {
        String reason = stopReason().orElse("the campaign stopped");
        String said = job.trials()
                .map(trials -> ", before it was to be tried again: " + trials.latest())
                .orElse("");
        return new NotTried(job.who().name(), reason + said);
    }
}
