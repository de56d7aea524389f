package dev.errand.mail.pace;

/**
 * Goes slower while a server is in trouble: additive increase, multiplicative decrease, as TCP does (RFC 5681, section 3.1). What
 * it changes is the number of messages a second. There is none until the server complains for the first time; then it is half of
 * what has left in the latest second. Complaints within the same second are one.
 */
final class Adaptation {

    private static final long SECOND = 1_000_000_000L;
    private static final double DECREASE = 0.5;
    private static final double INCREASE = 0.05;

    /** In messages a second. */
    private static final double SLOWEST = 0.1;

    private static final double NO_LIMIT = Double.POSITIVE_INFINITY;

    /** How many messages left in the second that began then, and in the one before. */
    private long secondBegan;

    private int inThisSecond;
    private int inLastSecond;

    private double limit = NO_LIMIT;

    /** How fast it was before the server complained. */
    private double fastest;

    private long changedAt;
    private long complainedAt;
    private long nextAt;

    Adaptation(long now) {
        this.secondBegan = now;
    }

    /** How long until a message may leave: zero or less for now. */
    long nanosUntilFree(long now) {
        if (limit == NO_LIMIT) {
            return 0;
        }
        recover(now);
        return limit == NO_LIMIT ? 0 : nextAt - now;
    }

    void left(long now) {
        turn(now);
        inThisSecond++;
        if (limit != NO_LIMIT) {
            nextAt = Math.max(nextAt, now) + (long) (SECOND / limit);
        }
    }

    /** The latest has not left after all. */
    void notLeft() {
        inThisSecond = Math.max(0, inThisSecond - 1);
        if (limit != NO_LIMIT) {
            nextAt -= (long) (SECOND / limit);
        }
    }

    /** The server is in trouble. */
    void slowDown(long now) {
        turn(now);
        boolean sameTrouble = limit != NO_LIMIT && now - complainedAt < SECOND;
        if (sameTrouble) {
            return;
        }
        double measured = Math.max(1, Math.max(inThisSecond, inLastSecond));
        fastest = limit == NO_LIMIT ? measured : fastest;
        limit = Math.max(SLOWEST, Math.min(limit, measured) * DECREASE);
        changedAt = now;
        complainedAt = now;
        nextAt = now + (long) (SECOND / limit);
    }

    /** Each second without a complaint is a step towards what was before. */
    private void recover(long now) {
        long seconds = (now - changedAt) / SECOND;
        if (seconds > 0) {
            limit += seconds * Math.max(SLOWEST, fastest * INCREASE);
            changedAt += seconds * SECOND;
            if (limit >= fastest) {
                limit = NO_LIMIT;
            } else {
                nextAt = Math.min(nextAt, now + (long) (SECOND / limit));
            }
        }
    }

    private void turn(long now) {
        long seconds = (now - secondBegan) / SECOND;
        if (seconds > 0) {
            inLastSecond = seconds == 1 ? inThisSecond : 0;
            inThisSecond = 0;
            secondBegan += seconds * SECOND;
        }
    }
}
