package dev.errand.web;

import dev.errand.Owner;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** How many streams there are: a limit for each caller, and one for all. Room is taken before anything is made. */
final class Seats {

    private static final Duration SOON = Duration.ofSeconds(10);

    private final StreamLimits limits;
    private final Map<Owner, Integer> taken = new HashMap<>();
    private int inAll;

    Seats(StreamLimits limits) {
        this.limits = limits;
    }

    synchronized void take(Owner caller) {
        int hers = taken.getOrDefault(caller, 0);
        if (hers >= limits.perCaller()) {
            throw Problem.of(
                            ProblemKind.TOO_MANY_STREAMS,
                            "You may have " + limits.perCaller() + " event streams open at the same time.")
                    .retryAfter(SOON)
                    .toException();
        }
        if (inAll >= limits.inAll()) {
            throw Problem.of(ProblemKind.STREAMS_FULL).retryAfter(SOON).toException();
        }
        taken.put(caller, hers + 1);
        inAll++;
    }

    synchronized void giveBack(Owner caller) {
        taken.computeIfPresent(caller, (owner, count) -> count == 1 ? null : count - 1);
        inAll--;
    }

    synchronized int inAll() {
        return inAll;
    }
}
