package dev.errand.web;

import dev.errand.Owner;
import java.util.HashMap;
import java.util.Map;

/** Who occupies something for long: a limit for each caller, and one for all. Room is taken before anything is made. */
final class Seats {

    /** What became of somebody who wanted a seat. */
    enum Taking {
        TAKEN,
        HAS_TOO_MANY,
        ALL_OCCUPIED
    }

    private final int perCaller;
    private final int most;
    private final Map<Owner, Integer> taken = new HashMap<>();
    private int inAll;

    Seats(int perCaller, int most) {
        this.perCaller = perCaller;
        this.most = most;
    }

    synchronized Taking take(Owner caller) {
        int hers = taken.getOrDefault(caller, 0);
        if (hers >= perCaller) {
            return Taking.HAS_TOO_MANY;
        }
        if (inAll >= most) {
            return Taking.ALL_OCCUPIED;
        }
        taken.put(caller, hers + 1);
        inAll++;
        return Taking.TAKEN;
    }

    synchronized void giveBack(Owner caller) {
        taken.computeIfPresent(caller, (owner, count) -> count == 1 ? null : count - 1);
        inAll--;
    }

    synchronized int inAll() {
        return inAll;
    }
}
