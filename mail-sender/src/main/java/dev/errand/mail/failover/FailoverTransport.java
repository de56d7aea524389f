package dev.errand.mail.failover;

import dev.errand.InvalidInputException;
import dev.errand.Retry;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailServerException.Reason;
import dev.errand.mail.MailTransport;
import dev.errand.mail.failover.Route.Place;
import dev.errand.mail.pace.Allowance;
import dev.errand.mail.pace.Rate;
import dev.errand.time.TimeSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Several servers as one transport: {@code FailoverTransport.of(first).and(second)}. A new connection goes to the server that
 * has the fewest for its weight (weighted least connections); when it cannot be opened there, to the next. A server whose
 * connections fail again and again is left alone for a while: {@link CircuitBreaker}. One that does not let us send is as
 * one that is away, as long as there is another one. A server that has {@link Rate}s gets no message beyond them, while others
 * go on; they hold within this process, and not across a restart, as those of {@link dev.errand.mail.pace.Pace} do.
 *
 * <p>Every method that changes something returns a changed copy, whose circuits are closed and whose rates begin anew.
 */
public final class FailoverTransport implements MailTransport {

    /** A server, which share of the connections it gets, and how fast messages may go there. */
    private record Weighted(MailTransport transport, int weight, List<Rate> rates) {}

    private static final int HEAVIEST = 1_000;

    private final List<Weighted> servers;
    private final CircuitBreaker breaker;
    private final TimeSource time;
    private final List<Route> routes;

    private FailoverTransport(List<Weighted> servers, CircuitBreaker breaker, TimeSource time) {
        this.servers = List.copyOf(servers);
        this.breaker = breaker;
        this.time = time;
        this.routes = servers.stream()
                .map(server -> new Route(server.transport, server.weight, breaker, new Allowance(server.rates, time)))
                .toList();
    }

    /**
     * One server, with as much weight as it takes connections. The delays between attempts to connect are the ones of this
     * server.
     *
     * @param first the server
     * @return a transport that knows no other yet
     */
    public static FailoverTransport of(MailTransport first) {
        return of(first, first.maxConnections());
    }

    /**
     * One server.
     *
     * @param first the server
     * @param weight its share of the connections, 1 to 1,000
     * @param rates how fast messages may go there, of all campaigns together that use this transport
     * @return a transport that knows no other yet
     * @throws InvalidInputException if the weight is out of its range
     */
    public static FailoverTransport of(MailTransport first, int weight, Rate... rates) {
        requireWeight(weight);
        return new FailoverTransport(
                List.of(new Weighted(first, weight, List.of(rates))), CircuitBreaker.DEFAULT, TimeSource.system());
    }

    /**
     * With one more server, with as much weight as it takes connections.
     *
     * @param another the server
     * @return a changed copy
     */
    public FailoverTransport and(MailTransport another) {
        return and(another, another.maxConnections());
    }

    /**
     * With one more server.
     *
     * @param another the server
     * @param weight its share of the connections, 1 to 1,000
     * @param rates how fast messages may go there, of all campaigns together that use this transport
     * @return a changed copy
     * @throws InvalidInputException if the weight is out of its range
     */
    public FailoverTransport and(MailTransport another, int weight, Rate... rates) {
        requireWeight(weight);
        List<Weighted> more = new ArrayList<>(servers);
        more.add(new Weighted(another, weight, List.of(rates)));
        return new FailoverTransport(more, breaker, time);
    }

    private static void requireWeight(int weight) {
        if (weight < 1 || weight > HEAVIEST) {
            throw new InvalidInputException("weight of a mail server", weight, "be 1 to " + HEAVIEST);
        }
    }

    /**
     * With another circuit breaker for each server.
     *
     * @param changed when a server is left alone
     * @return a changed copy
     */
    public FailoverTransport breaker(CircuitBreaker changed) {
        return new FailoverTransport(servers, changed, time);
    }

    /**
     * With another clock, for tests: {@code ManualTime} of the testkit.
     *
     * @param source by which its circuits go
     * @return a changed copy
     */
    public FailoverTransport time(TimeSource source) {
        return new FailoverTransport(servers, breaker, source);
    }

    /** As many as there may be while each server has its share. */
    @Override
    public int maxConnections() {
        double perWeight =
                routes.stream().mapToDouble(Route::connectionsPerWeight).min().orElseThrow();
        int weights = servers.stream().mapToInt(Weighted::weight).sum();
        return Math.max(1, (int) Math.floor(perWeight * weights));
    }

    @Override
    public Retry reconnect() {
        return servers.getFirst().transport.reconnect();
    }

    @Override
    public MailConnection open() {
        Optional<MailServerException> latest = Optional.empty();
        Set<Route> failed = new HashSet<>();
        for (boolean crowded : new boolean[] {false, true}) { // by other campaigns
            for (Route route : byLoad()) {
                Optional<Place> place = failed.contains(route) ? Optional.empty() : route.enter(now(), crowded);
                if (place.isPresent()) {
                    try {
                        return open(route, place.get());
                    } catch (MailServerException away) {
                        failed.add(route);
                        latest = Optional.of(away);
                    }
                }
            }
        }
        throw nothingOpened(latest);
    }

    private MailConnection open(Route route, Place place) {
        try {
            return new RoutedConnection(this, route, place, route.transport().open());
        } catch (MailServerException away) {
            route.failed(Optional.of(away), now());
            place.leave();
            throw away;
        } catch (RuntimeException | Error broken) {
            route.failed(Optional.empty(), now());
            place.leave();
            throw broken;
        }
    }

    /** Those first that take something before long. A stable order, although others open and close connections meanwhile. */
    private List<Route> byLoad() {
        record Loaded(Route route, boolean exhausted, double load) {}
        return routes.stream()
                .map(route -> new Loaded(route, route.isExhausted(), route.load()))
                .sorted(Comparator.comparing(Loaded::exhausted).thenComparingDouble(Loaded::load))
                .map(Loaded::route)
                .toList();
    }

    private MailServerException nothingOpened(Optional<MailServerException> latest) {
        if (isRefused()) {
            return routes.getFirst().refusal().orElseThrow();
        }
        return latest.filter(why -> why.reason().mayPass())
                .orElseGet(() -> new MailServerException(
                        Reason.UNREACHABLE, toString(), "each is away, in use, or left alone for now", null));
    }

    /** Whether no server lets us send. */
    boolean isRefused() {
        return routes.stream().allMatch(route -> route.refusal().isPresent());
    }

    long now() {
        return time.nanoTime();
    }

    /** The servers. */
    @Override
    public String toString() {
        return String.join(
                ", ",
                servers.stream().map(server -> server.transport.toString()).toList());
    }
}
