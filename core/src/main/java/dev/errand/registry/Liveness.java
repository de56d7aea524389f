package dev.errand.registry;

import dev.errand.InvalidInputException;
import java.time.Duration;

/**
 * How a node shows that it is alive, and how long it is believed.
 *
 * @param lease how long what a node runs is left to it after it last said that it is alive; 1 second to 1 day
 * @param heartbeat how often it says so; more than zero, and at most a third of the lease
 */
public record Liveness(Duration lease, Duration heartbeat) {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);
    private static final int LEAST_HEARTBEATS = 3;
    private static final int USUAL_HEARTBEATS = 8;

    /** A lease of thirty seconds, and a heartbeat each second. */
    public static final Liveness DEFAULT = new Liveness(Duration.ofSeconds(30), Duration.ofSeconds(1));

    /**
     * Checks both against each other.
     *
     * @throws InvalidInputException if one is out of its range
     */
    public Liveness {
        if (lease.compareTo(SHORTEST) < 0 || lease.compareTo(LONGEST) > 0) {
            throw new InvalidInputException("lease", lease, "be " + SHORTEST + " to " + LONGEST);
        }
        if (!heartbeat.isPositive()) {
            throw new InvalidInputException("heartbeat", heartbeat, "be more than zero");
        }
        if (heartbeat.multipliedBy(LEAST_HEARTBEATS).compareTo(lease) > 0) {
            throw new InvalidInputException(
                    "lease", lease, "last for " + LEAST_HEARTBEATS + " heartbeats at least, of " + heartbeat + " each");
        }
    }

    /**
     * With a heartbeat that suits the lease: eight in its time, but one each second at least.
     *
     * @param lease 1 second to 1 day
     * @return that liveness
     * @throws InvalidInputException if it is out of range
     */
    public static Liveness ofLease(Duration lease) {
        Duration eighth = lease.dividedBy(USUAL_HEARTBEATS);
        Duration usual = DEFAULT.heartbeat;
        boolean zero = !eighth.isPositive();
        return new Liveness(lease, zero || eighth.compareTo(usual) > 0 ? usual : eighth);
    }

    /**
     * After how long without a heartbeat that got through a node gives up what it runs, so that it has stopped before
     * anybody else begins.
     *
     * @return two thirds of the lease
     */
    public Duration patience() {
        return lease.multipliedBy(2).dividedBy(3);
    }
}
