package dev.errand.mail.failover;

import dev.errand.mail.Delivery;
import dev.errand.mail.MailConnection;
import dev.errand.mail.MailMessage;
import dev.errand.mail.MailServerException;
import dev.errand.mail.MailServerException.Reason;
import java.time.Duration;
import java.util.Optional;

/** A connection to one of the servers, which tells its route how it fares. */
final class RoutedConnection implements MailConnection {

    private final FailoverTransport all;
    private final Route route;
    private final Route.Place place;
    private final MailConnection connection;
    private boolean hasPlace;
    private boolean closed;

    RoutedConnection(FailoverTransport all, Route route, Route.Place place, MailConnection connection) {
        this.all = all;
        this.route = route;
        this.place = place;
        this.connection = connection;
    }

    @Override
    public Duration keepPlace() {
        Duration wait = hasPlace ? Duration.ZERO : route.allowance().keepPlace();
        hasPlace = wait.isZero();
        return wait;
    }

    @Override
    public void giveBackPlace() {
        if (hasPlace) {
            hasPlace = false;
            route.allowance().giveBack();
        }
    }

    /**
     * One that nobody has asked for a turn goes at once, and counts: a summary, or a test. One that cannot be written does not
     * count, since nothing has left.
     */
    @Override
    public Delivery send(MailMessage message) {
        try {
            Delivery delivery = connection.send(message);
            count();
            if (delivery instanceof Delivery.InDoubt) {
                route.failed(Optional.empty(), all.now());
            } else {
                route.succeeded();
            }
            return delivery;
        } catch (MailServerException lost) {
            count();
            route.failed(Optional.of(lost), all.now());
            throw all.isRefused() ? lost : forOthers(lost);
        }
    }

    private void count() {
        if (hasPlace) {
            hasPlace = false;
            route.allowance().left();
        } else {
            route.allowance().leftUnasked();
        }
    }

    /** What this server does not allow, another one may. */
    private static MailServerException forOthers(MailServerException lost) {
        return lost.reason().mayPass()
                ? lost
                : new MailServerException(
                        Reason.CONNECTION_LOST, lost.server(), lost.reply().toString(), lost);
    }

    @Override
    public boolean isUsable() {
        return connection.isUsable();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            giveBackPlace();
            place.leave();
            connection.close();
        }
    }
}
