package dev.errand.engine;

import dev.errand.Owner;
import dev.errand.notice.Quiet;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/** How many notices owners got lately from here. What others have delivered to them is not known, nor what a former process has. */
final class QuietTimes {

    private record Ear(String notifier, Owner owner) {}

    /** When an owner was told something, the oldest first, and for how long that counts. */
    private record Told(Deque<Long> at, Duration within) {}

    private final TimeSource time;
    private final Map<Ear, Told> latest = new HashMap<>();

    QuietTimes(TimeSource time) {
        this.time = time;
    }

    /** Whether an owner may get one more now; it counts if she may. */
    synchronized boolean mayTell(String notifier, Owner owner, Quiet quiet) {
        latest.values().removeIf(this::isForgotten);
        Told told =
                latest.computeIfAbsent(new Ear(notifier, owner), ear -> new Told(new ArrayDeque<>(), quiet.within()));
        boolean may = told.at.size() < quiet.most();
        if (may) {
            told.at.addLast(time.nanoTime());
        }
        return may;
    }

    /** How long it is until she may get one more: until the first of the latest counts no more. */
    synchronized Duration left(String notifier, Owner owner, Quiet quiet) {
        Told told = latest.get(new Ear(notifier, owner));
        return told == null || told.at.size() < quiet.most()
                ? Duration.ZERO
                : quiet.within().minusNanos(time.nanoTime() - told.at.getFirst());
    }

    private boolean isForgotten(Told told) {
        long limit = time.nanoTime() - told.within.toNanos();
        while (!told.at.isEmpty() && told.at.getFirst() - limit <= 0) {
            told.at.removeFirst();
        }
        return told.at.isEmpty();
    }
}
