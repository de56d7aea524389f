package dev.errand.mail;

import dev.errand.mail.pace.Throttle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Who is to be sent to next: those whose turn has come, those who are to be tried again later, and those whose domain has to wait.
 * They are few, however long the campaign: {@value #READY_PER_SENDER} for each sender, {@value #MOST_LATER}, and
 * {@value #MOST_HELD_BACK}. Times are those of one {@code nanoTime()}.
 *
 * <p>Not for several threads at once.
 */
final class Line<T> {

    /** There is nobody to wait for. */
    static final long NEVER = Long.MAX_VALUE;

    private static final int MOST_LATER = 20_000;
    private static final int MOST_HELD_BACK = 50_000;
    private static final int READY_PER_SENDER = 16;
    private static final int ENOUGH_PER_SENDER = 2;

    private record Later<T>(Job<T> job, long due) {}

    private final Throttle throttle;
    private final Deque<Job<T>> ready = new ArrayDeque<>();
    private final PriorityQueue<Later<T>> later = new PriorityQueue<>(Comparator.comparingLong(Later::due));
    private final HeldBack<T> heldBack = new HeldBack<>();

    Line(Throttle throttle) {
        this.throttle = throttle;
    }

    /** Whether somebody more may be read from the source. */
    boolean hasRoom(int senders) {
        return ready.size() < READY_PER_SENDER * senders
                && later.size() < MOST_LATER
                && heldBack.size() < MOST_HELD_BACK;
    }

    /** Whether there is enough to do for one sender more. */
    boolean isLongFor(int senders) {
        return ready.size() >= ENOUGH_PER_SENDER * senders;
    }

    /** Whether it is time to wake who reads from the source, once for many of them rather than for each. */
    boolean isHalfEmpty(int senders) {
        return ready.size() <= READY_PER_SENDER * senders / 2;
    }

    void addLast(Job<T> job) {
        ready.addLast(job);
    }

    void addFirst(Job<T> job) {
        ready.addFirst(job);
    }

    /** Puts somebody aside until then. */
    void addLater(Job<T> job, long due) {
        later.add(new Later<>(job, due));
    }

    /** How long until somebody may be sent to: zero or less for now. */
    long nanosUntilNext(long now) {
        callDue(now);
        long pace = ready.isEmpty() && nextDue() == NEVER ? 0 : throttle.nanosUntilFree(now);
        if (pace <= 0) {
            putBusyDomainsAside(now);
        }
        if (!ready.isEmpty()) {
            return pace;
        }
        long due = nextDue();
        return due == NEVER ? NEVER : Math.max(pace, due - now);
    }

    private long nextDue() {
        Later<T> first = later.peek();
        if (first == null) {
            return heldBack.due();
        }
        return heldBack.due() == NEVER || first.due - heldBack.due() < 0 ? first.due : heldBack.due();
    }

    /** Until there is somebody in front whose domain may be sent to. */
    private void putBusyDomainsAside(long now) {
        while (throttle.knowsDomains() && !ready.isEmpty()) {
            String domain = domainOf(ready.getFirst());
            long busy = throttle.nanosUntilFree(domain, now);
            if (busy <= 0) {
                return;
            }
            heldBack.add(ready.removeFirst(), domain, now + busy);
        }
    }

    private String domainOf(Job<T> job) {
        return throttle.knowsDomains() ? Mailboxes.domainOf(job.who().name()) : "";
    }

    private void callDue(long now) {
        for (Later<T> first = later.peek(); first != null && first.due - now <= 0; first = later.peek()) {
            later.poll();
            ready.addFirst(first.job);
        }
        heldBack.takeDue(now, ready::addFirst);
    }

    /** Takes the next, if somebody may be sent to now. */
    Optional<Job<T>> take(long now) {
        if (nanosUntilNext(now) > 0) {
            return Optional.empty();
        }
        Optional<Job<T>> next = Optional.ofNullable(ready.poll());
        next.ifPresent(job -> left(domainOf(job), now));
        return next;
    }

    private void left(String domain, long now) {
        throttle.left(domain, now);
        heldBack.callNext(domain, now); // looks at the pace when it is known whether a message has left
    }

    /** No message has left to somebody who was taken: others may have her place in the pace. */
    void notSent(Job<T> job, long now) {
        String domain = domainOf(job);
        throttle.notLeft(domain);
        heldBack.callSooner(domain, now); // whoever looked meanwhile has taken her for sent to
    }

    /** Takes everybody. */
    List<Job<T>> clear() {
        List<Job<T>> all = new ArrayList<>(ready);
        later.forEach(one -> all.add(one.job));
        heldBack.takeAll(all::add);
        ready.clear();
        later.clear();
        return all;
    }
}
