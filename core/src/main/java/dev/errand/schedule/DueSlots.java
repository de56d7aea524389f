package dev.errand.schedule;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * A decision about all slots that have come since the last decision: to be run, or given up. No slot is decided twice,
 * also if the clock is set back.
 *
 * @param due the slots to be run now, the oldest first; at most 100
 * @param missed how many other slots were given up, counted up to 10,000
 * @param decidedUpTo the latest slot that was decided, or the end of the last decision if none was; where the next
 *     decision begins, so whoever runs the slots keeps it together with them
 */
public record DueSlots(List<Instant> due, long missed, Instant decidedUpTo) {

    private static final int MOST_DUE = 100;
    private static final long MOST_COUNTED = 10_000;

    /** Copies the list. */
    public DueSlots {
        due = List.copyOf(due);
    }

    static DueSlots of(Recurrence recurrence, Instant since, Instant now) {
        Schedule schedule = recurrence.schedule();
        Optional<Instant> found = latest(schedule, since, now);
        if (found.isEmpty()) {
            return new DueSlots(List.of(), 0, since);
        }
        Instant latest = found.get();
        List<Instant> due = switch (recurrence.misfire()) {
            case SKIP -> isOnTime(latest, now, recurrence.tolerance()) ? List.of(latest) : List.of();
            case RUN_ONCE -> List.of(latest);
            case RUN_ALL -> newest(schedule, since, latest);
        };
        Instant lastMissed = due.isEmpty() ? latest : due.getFirst().minusNanos(1);
        return new DueSlots(due, count(schedule, since, lastMissed), latest);
    }

    private static boolean isOnTime(Instant slot, Instant now, Duration tolerance) {
        return Duration.between(slot, now).compareTo(tolerance) <= 0;
    }

    /**
     * The latest slot after {@code since} and not after {@code end}. A schedule can be asked forwards only, so it is
     * found by halving: after a year of absence, in dozens of questions rather than half a million.
     */
    private static Optional<Instant> latest(Schedule schedule, Instant since, Instant end) {
        Optional<Instant> latest = next(schedule, since, end);
        Optional<Instant> later = latest.flatMap(slot -> next(schedule, slot, end));
        Instant last = end;
        while (later.isPresent()) {
            latest = later;
            Instant middle = middle(latest.get(), last);
            later = next(schedule, middle, last);
            if (later.isEmpty()) {
                last = middle;
                later = next(schedule, latest.get(), last);
            }
        }
        return latest;
    }

    private static Instant middle(Instant from, Instant to) {
        return from.plus(Duration.between(from, to).dividedBy(2));
    }

    private static List<Instant> newest(Schedule schedule, Instant since, Instant latest) {
        List<Instant> slots = new ArrayList<>();
        Optional<Instant> slot = Optional.of(latest);
        while (slot.isPresent() && slots.size() < MOST_DUE) {
            slots.add(slot.get());
            slot = latest(schedule, since, slot.get().minusNanos(1));
        }
        Collections.reverse(slots);
        return slots;
    }

    private static long count(Schedule schedule, Instant since, Instant end) {
        long count = 0;
        Optional<Instant> slot = next(schedule, since, end);
        while (slot.isPresent() && count < MOST_COUNTED) {
            count++;
            slot = next(schedule, slot.get(), end);
        }
        return count;
    }

    /** The next slot if it is not after {@code end}; refuses one that would let us go round for ever. */
    private static Optional<Instant> next(Schedule schedule, Instant after, Instant end) {
        Optional<Instant> next = schedule.next(after);
        next.filter(slot -> !slot.isAfter(after)).ifPresent(slot -> {
            throw new InvalidInputException("slot of " + schedule, slot, "be after " + after);
        });
        return next.filter(slot -> !slot.isAfter(end));
    }
}
