package dev.errand.mail;

import dev.errand.Retry;
import dev.errand.mail.MailServerException.Reason;
import dev.errand.mail.Outbox.Job;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.Refused;
import dev.errand.mail.RecipientOutcome.Sent;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one message after the other over a connection of its own.
 *
 * <p>A connection that breaks before the end of a message is opened again, and the message goes back into the outbox,
 * for whoever has a connection; one that breaks three of them is given up. A sender that cannot open a connection any
 * more leaves the work to the others.
 */
final class Sender<T> implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int CONNECTIONS_PER_MESSAGE = 3;

    private final Outbox<T> outbox;
    private final Composer<T> composer;
    private final MailTransport transport;
    private @Nullable MailConnection connection;

    /**
     * A sender.
     *
     * @param first a connection that is open already, if there is one
     */
    Sender(Outbox<T> outbox, Composer<T> composer, MailTransport transport, @Nullable MailConnection first) {
        this.outbox = outbox;
        this.composer = composer;
        this.transport = transport;
        this.connection = first;
    }

    @Override
    public void run() {
        try {
            while (outbox.awaitJob()) {
                connected().ifPresent(open -> outbox.poll().ifPresent(job -> deliver(job, open)));
            }
            outbox.leave("all senders have left");
        } catch (MailServerException away) {
            LOG.warn("A connection cannot be opened again: {}", away.getMessage());
            outbox.leave(away);
        } catch (InterruptedException interrupted) {
            outbox.leave("its senders were interrupted");
        } catch (Throwable unexpected) {
            LOG.error("A sender broke down", unexpected);
            outbox.leave("its senders broke down: " + unexpected);
        } finally {
            closeConnection();
        }
    }

    /**
     * Makes a message and sends it. Whatever the functions of the campaign throw is the outcome of this recipient only.
     */
    private void deliver(Job<T> job, MailConnection open) {
        String recipient = composer.numberOf(job);
        MailMessage message;
        try {
            recipient = composer.emailOf(job.recipient());
            message = composer.compose(job.number(), recipient, job.recipient());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            outbox.putBack(job);
            return;
        } catch (Throwable unfit) {
            outbox.settle(job, new Invalid(recipient, reasonOf(unfit)));
            return;
        }
        send(job, recipient, message, open);
    }

    private void send(Job<T> job, String recipient, MailMessage message, MailConnection open) {
        try {
            outbox.settle(job, outcomeOf(recipient, open.send(message)));
        } catch (InvalidMailException unfit) {
            outbox.settle(job, new Invalid(recipient, reasonOf(unfit)));
        } catch (MailServerException lost) {
            closeConnection();
            if (job.brokenConnections() + 1 < CONNECTIONS_PER_MESSAGE) {
                outbox.putBack(job.afterBrokenConnection());
            } else {
                outbox.settle(job, new Refused(recipient, String.valueOf(lost.getMessage()), true));
            }
        } catch (Throwable unexpected) {
            LOG.error("A connection broke down while it sent a message", unexpected);
            closeConnection();
            outbox.settle(job, new InDoubt(recipient, "the connection broke down: " + unexpected));
        }
    }

    private static RecipientOutcome outcomeOf(String recipient, Delivery delivery) {
        return switch (delivery) {
            case Delivery.Accepted(String reply) -> new Sent(recipient, reply);
            case Delivery.Refused(String reply, boolean temporary) -> new Refused(recipient, reply, temporary);
            case Delivery.InDoubt(String why) -> new InDoubt(recipient, why);
        };
    }

    /**
     * The connection, or a new one. Empty if the campaign is over before it can be had.
     *
     * @throws MailServerException if no connection can be opened any more
     */
    private Optional<MailConnection> connected() throws InterruptedException {
        MailConnection known = connection;
        if (known != null && known.isUsable()) {
            return Optional.of(known);
        }
        closeConnection();
        for (int failed = 0; !outbox.isOver(); ) {
            try {
                MailConnection opened = open();
                connection = opened;
                return Optional.of(opened);
            } catch (MailServerException away) {
                pauseOrGiveUp(away, ++failed);
            }
        }
        return Optional.empty();
    }

    private MailConnection open() {
        try {
            return transport.open();
        } catch (MailServerException expected) {
            throw expected;
        } catch (RuntimeException | Error broken) {
            throw new MailServerException(Reason.UNREACHABLE, transport.toString(), broken.toString(), broken);
        }
    }

    private void pauseOrGiveUp(MailServerException away, int failed) throws InterruptedException {
        Retry retry = transport.reconnect();
        boolean mayPass = away.reason() == Reason.UNREACHABLE || away.reason() == Reason.CONNECTION_LOST;
        if (!mayPass || !retry.follows(failed, away)) {
            throw away;
        }
        outbox.pause(retry.delayAfter(failed, ThreadLocalRandom.current()).toNanos());
    }

    private void closeConnection() {
        MailConnection known = connection;
        connection = null;
        if (known != null) {
            try {
                known.close();
            } catch (RuntimeException broken) {
                LOG.debug("A connection could not be closed in peace", broken);
            }
        }
    }

    /**
     * An exception of a template may have no message; the recipient's own data may be in it, and that is what is
     * wanted.
     */
    private static String reasonOf(Throwable unfit) {
        return unfit instanceof InvalidMailException ? String.valueOf(unfit.getMessage()) : unfit.toString();
    }
}
