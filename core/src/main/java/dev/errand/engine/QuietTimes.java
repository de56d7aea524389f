package dev.errand.engine;

import dev.errand.Owner;
import dev.errand.notice.Quiet;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;

/** How many notices owners got lately from here. What others have delivered to them is not known, nor what a former process has. */
final class QuietTimes {

    private record Ear(String notifier, Owner owner) {}

    private final TimeSource time;
    private final Map<Ear, Deque<Long>> latest = new HashMap<>();

    QuietTimes(TimeSource time) {
        this.time = time;
    }

    /** Whether an owner may get one more now; it counts if she may. */
    synchronized boolean mayTell(String notifier, Owner owner, Quiet quiet) {
        forgetOlder(quiet.within());
        Deque<Long> told = latest.computeIfAbsent(new Ear(notifier, owner), ear -> new ArrayDeque<>());
        boolean may = told.size() < quiet.most();
        if (may) {
            told.addLast(time.nanoTime());
        }
        return may;
    }

    /** How long it is until she may get one more. */
    synchronized Duration left(String notifier, Owner owner, Quiet quiet) {
        Deque<Long> told = latest.get(new Ear(notifier, owner));
        return told == null || told.isEmpty()
                ? Duration.ZERO
                : quiet.within().minusNanos(time.nanoTime() - told.getLast());
    }

    private void forgetOlder(Duration within) {
        long limit = time.nanoTime() - within.toNanos();
        for (Iterator<Deque<Long>> all = latest.values().iterator(); all.hasNext(); ) {
            Deque<Long> told = all.next();
            while (!told.isEmpty() && told.getFirst() - limit <= 0) {
                told.removeFirst();
            }
            if (told.isEmpty()) {
                all.remove();
            }
        }
    }
}
