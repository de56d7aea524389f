package dev.errand.mail.failover;

import dev.errand.mail.MailServerException;
import dev.errand.mail.MailTransport;
import dev.errand.mail.pace.Allowance;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One of the servers, with its circuit and the connections that are in use. */
final class Route {

    private enum Circuit {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    /** Of a connection, until it is given back. */
    final class Place {

        private Place() {}

        void leave() {
            left(this);
        }
    }

    private static final Duration LONG_WAIT = Duration.ofSeconds(10);

    private final MailTransport transport;
    private final int weight;
    private final CircuitBreaker breaker;
    private final Allowance allowance;
    private Circuit circuit = Circuit.CLOSED;
    private int failures;
    private long openedAt;
    private int connections;
    private @Nullable MailServerException latest;

    /** The connection that is to find out whether the server is well again. */
    private @Nullable Place probe;

    /**
     * A route on which nothing was sent yet.
     *
     * @param allowance how fast messages may go that way
     */
    Route(MailTransport transport, int weight, CircuitBreaker breaker, Allowance allowance) {
        this.transport = transport;
        this.weight = weight;
        this.breaker = breaker;
        this.allowance = allowance;
    }

    Allowance allowance() {
        return allowance;
    }

    MailTransport transport() {
        return transport;
    }

    /** How many connections of all a unit of weight stands for, so that this server can take its share. */
    double connectionsPerWeight() {
        return (double) transport.maxConnections() / weight;
    }

    /** Whether it takes nothing for longer than a connection is worth to be kept open. */
    boolean isExhausted() {
        return allowance.untilPlace().compareTo(LONG_WAIT) > 0;
    }

    /** How much of its share it would have with one connection more. */
    synchronized double load() {
        return (connections + 1.0) / weight;
    }

    /**
     * Takes a place for a connection, if the circuit lets it through.
     *
     * @param crowded whether also if there are as many already as one campaign may have
     * @return the place; empty if it does not
     */
    synchronized Optional<Place> enter(long now, boolean crowded) {
        boolean isFull = !crowded && connections >= transport.maxConnections();
        if (isFull || !letsThrough(now)) {
            return Optional.empty();
        }
        connections++;
        Place place = new Place();
        probe = circuit == Circuit.HALF_OPEN ? place : null;
        return Optional.of(place);
    }

    private boolean letsThrough(long now) {
        if (circuit == Circuit.OPEN && now - openedAt >= breaker.open().toNanos()) {
            circuit = Circuit.HALF_OPEN;
            return true;
        }
        return circuit == Circuit.CLOSED;
    }

    /** A connection is given back. If it was to find out whether the server is well again, and has not, another one is. */
    private synchronized void left(Place place) {
        connections--;
        if (place == probe && circuit == Circuit.HALF_OPEN) {
            circuit = Circuit.OPEN;
        }
    }

    /** A message got an answer. */
    synchronized void succeeded() {
        failures = 0;
        latest = null;
        circuit = Circuit.CLOSED;
    }

    /** A connection could not be opened, or broke. */
    synchronized void failed(Optional<MailServerException> why, long now) {
        failures++;
        latest = why.orElse(null);
        boolean isFinal = why.isPresent() && !why.get().reason().mayPass();
        if (circuit == Circuit.HALF_OPEN || isFinal || failures >= breaker.failures()) {
            circuit = Circuit.OPEN;
            openedAt = now;
        }
    }

    /** Why it lets us send nothing, until somebody has seen to it. */
    synchronized Optional<MailServerException> refusal() {
        return Optional.ofNullable(latest).filter(why -> !why.reason().mayPass());
    }
}
