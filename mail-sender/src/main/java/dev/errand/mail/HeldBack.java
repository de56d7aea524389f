package dev.errand.mail;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Recipients whose domains have to wait, in a line for each domain. Only the first of a line is called when its time has come, and
 * the next once she has been sent to; so a long line costs no more than a short one but its memory.
 *
 * <p>Not for several threads at once.
 */
final class HeldBack<T> {

    private static final class DomainLine<T> {

        private final String domain;
        private final Deque<Job<T>> jobs = new ArrayDeque<>(1); // there may be as many lines as recipients
        private long due;
        private boolean isScheduled;

        DomainLine(String domain) {
            this.domain = domain;
        }

        String domain() {
            return domain;
        }

        long due() {
            return due;
        }
    }

    private final Map<String, DomainLine<T>> lines = new HashMap<>();
    private final NavigableSet<DomainLine<T>> next = new TreeSet<>(
            Comparator.<DomainLine<T>>comparingLong(DomainLine::due).thenComparing(DomainLine::domain));
    private int size;

    int size() {
        return size;
    }

    /** When somebody is called, unless nobody is: {@link Line#NEVER}. */
    long due() {
        return next.isEmpty() ? Line.NEVER : next.first().due;
    }

    /** Puts somebody into the line of her domain, of which nobody is called before then; at its front if she has been there. */
    void add(Job<T> job, String domain, long due) {
        DomainLine<T> line = lines.computeIfAbsent(domain, DomainLine::new);
        if (!line.jobs.isEmpty() && job.number() < line.jobs.getFirst().number()) {
            line.jobs.addFirst(job);
        } else {
            line.jobs.addLast(job);
        }
        size++;
        schedule(line, due);
    }

    /** Whoever was called is taken, and the next of that domain is called then. */
    void callNext(String domain, long due) {
        DomainLine<T> line = lines.get(domain);
        if (line != null) {
            schedule(line, due);
        }
    }

    /** The next of that domain is called then, if she was to wait for longer. */
    void callSooner(String domain, long due) {
        DomainLine<T> line = lines.get(domain);
        if (line != null && line.isScheduled && due - line.due < 0) {
            next.remove(line);
            line.isScheduled = false;
            schedule(line, due);
        }
    }

    private void schedule(DomainLine<T> line, long due) {
        if (!line.isScheduled) {
            line.isScheduled = true;
            line.due = due;
            next.add(line);
        }
    }

    /** Takes the first of each line whose time has come. */
    void takeDue(long now, Consumer<Job<T>> called) {
        while (!next.isEmpty() && next.first().due - now <= 0) {
            DomainLine<T> line = next.removeFirst();
            line.isScheduled = false;
            called.accept(line.jobs.removeFirst());
            size--;
            if (line.jobs.isEmpty()) {
                lines.remove(line.domain);
            }
        }
    }

    /** Takes everybody. */
    void takeAll(Consumer<Job<T>> taken) {
        lines.values().forEach(line -> line.jobs.forEach(taken));
        lines.clear();
        next.clear();
        size = 0;
    }
}
