package dev.errand.mail;

import dev.errand.ErrandException;
import dev.errand.Retry;
import dev.errand.mail.Delivery.Phase;
import dev.errand.mail.Job.Trials;
import dev.errand.mail.MailServerException.Reason;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.Failed.Why;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Skipped;
import dev.errand.mail.pace.Pace.ConnectionUse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends one message after the other over a connection of its own.
 *
 * <p>A connection that breaks before the end of a message is opened again, and the message goes back into the outbox,
 * for whoever has a connection; one that breaks three of them is tried again later, like one that the server does not take for
 * now. A sender that cannot open a connection any
 * more leaves the work to the others.
 */
final class Sender<T> implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Sender.class);
    private static final int CONNECTIONS_PER_MESSAGE = 3;

    private final Outbox<T> outbox;
    private final Composer<T> composer;
    private final CampaignLedger ledger;
    private final MailTransport transport;
    private final Persistence persistence;
    private final ConnectionUse use;
    private final SuppressionList suppression;
    private final Refusals refusals;
    private @Nullable MailConnection connection;
    private int messages;
    private long openedAt;

    /** The last connection was closed because its server takes nothing for long, and no other one was asked yet. */
    private boolean looksElsewhere;

    /**
     * A sender of a campaign.
     *
     * @param first a connection that is open already, if there is one
     */
    Sender(CampaignRun<T> run, @Nullable MailConnection first) {
        this.outbox = run.outbox();
        this.composer = run.composer();
        this.ledger = run.ledger();
        this.transport = run.transport();
        this.persistence = run.manner().persistence();
        this.use = run.manner().pace().connection();
        this.suppression = run.manner().suppression();
        this.refusals = run.refusals();
        this.openedAt = outbox.now();
        this.connection = first;
    }

    @Override
    public void run() {
        try {
            while (outbox.awaitJob(this::closeConnection)) { // a server closes it after some minutes anyway
                MailConnection open = connected().orElse(null);
                if (open != null && isItsTurn(open)) {
                    outbox.poll().ifPresent(job -> deliver(job, open));
                    open.giveBackPlace(); // nothing has left, and the next one may be long in coming
                }
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
     * Whether the server takes a message now by its own pace. If not, waits, for as long as there is something to be sent; before
     * a long wait, sees whether a new connection leads to another server that takes it sooner.
     */
    private boolean isItsTurn(MailConnection open) throws InterruptedException {
        Duration wait = open.keepPlace();
        boolean isLong = wait.compareTo(Outbox.LONG_WAIT) > 0;
        if (isLong) {
            closeConnection(); // its server would, after some minutes
        }
        looksElsewhere = isLong && !looksElsewhere;
        if (!wait.isZero() && !looksElsewhere) {
            outbox.pause(wait.toNanos());
        }
        return wait.isZero();
    }

    /** Sends a recipient her message, unless the ledger knows of one. */
    private void deliver(Job<T> job, MailConnection open) {
        if (!isKnown(job, ledger::sentBefore) && !isSuppressed(job)) {
            compose(job).filter(message -> !isKnown(job, ledger::begin)).ifPresent(message -> send(job, message, open));
        }
    }

    /** Whether the ledger knows her outcome. If it does not answer, nobody is sent to any more. */
    private boolean isKnown(Job<T> job, Function<Addressee<T>, Optional<RecipientOutcome>> question) {
        try {
            Optional<RecipientOutcome> known = question.apply(job.who());
            known.ifPresent(outcome -> outbox.settleUnsent(job, outcome));
            return known.isPresent();
        } catch (Throwable noAnswer) {
            outbox.breakDown(unchecked(noAnswer));
            outbox.putBack(job);
            return true;
        }
    }

    /** Whether she must not be written to. If that cannot be found out, nobody is sent to any more. */
    private boolean isSuppressed(Job<T> job) {
        if (suppression.equals(Manner.NOBODY)) {
            return false;
        }
        String name = job.who().name();
        try {
            Optional<String> reason = suppression.reasonFor(Mailboxes.normal(name));
            reason.ifPresent(why -> outbox.settleUnsent(job, new Skipped(name, Skipped.Why.SUPPRESSED, why)));
            return reason.isPresent();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        } catch (Throwable noAnswer) {
            outbox.breakDown(new SuppressionUnknownException(noAnswer));
        }
        outbox.putBack(job);
        return true;
    }

    /** Whatever the functions of the campaign throw is the outcome of this recipient only. */
    private Optional<MailMessage> compose(Job<T> job) {
        Addressee<T> who = job.who();
        try {
            if (who.unfit().isPresent()) {
                throw who.unfit().get();
            }
            return Optional.of(composer.compose(who.key(), who.name(), who.recipient()));
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            outbox.putBack(job);
        } catch (Throwable unfit) {
            outbox.settleUnsent(job, new Invalid(who.name(), reasonOf(unfit)));
        }
        return Optional.empty();
    }

    private void send(Job<T> job, MailMessage message, MailConnection open) {
        String recipient = job.who().name();
        try {
            messages++;
            switch (open.send(message)) {
                case Delivery.Accepted(ServerReply reply) -> settle(job, new Sent(recipient, reply));
                case Delivery.InDoubt(String why) -> settle(job, new InDoubt(recipient, why));
                case Delivery.Refused(ServerReply reply, boolean temporary, Phase phase) -> {
                    if (temporary) {
                        outbox.noteTrouble(reply);
                        tryLater(job, reply, phase);
                    } else {
                        settle(job, new Failed(recipient, Why.PERMANENT, phase, reply));
                    }
                }
            }
        } catch (InvalidMailException unfit) {
            Invalid invalid = new Invalid(recipient, reasonOf(unfit));
            record(() -> ledger.settle(job.who(), invalid));
            outbox.settleUnsent(job, invalid);
        } catch (MailServerException lost) {
            closeConnection();
            outbox.noteTrouble(lost.reply());
            sendOverAnother(job, lost);
        } catch (Throwable unexpected) {
            LOG.error("A connection broke down while it sent a message", unexpected);
            closeConnection();
            settle(job, new InDoubt(recipient, "the connection broke down: " + unexpected));
        }
    }

    /** She was not sent to. Somebody else's turn it is only if the server does not let us send to anybody. */
    private void sendOverAnother(Job<T> job, MailServerException lost) {
        if (!lost.reason().mayPass()) {
            record(() -> ledger.withdraw(job.who()));
            outbox.stop(lost);
            outbox.putBack(job);
        } else if (job.brokenConnections() + 1 < CONNECTIONS_PER_MESSAGE) {
            record(() -> ledger.withdraw(job.who()));
            outbox.putBack(job.afterBrokenConnection());
        } else {
            tryLater(job, lost.reply(), Phase.CONNECT);
        }
    }

    /** Others go on meanwhile. */
    private void tryLater(Job<T> job, ServerReply reply, Phase phase) {
        Job<T> tried = job.afterTrial(outbox.now(), reply);
        Trials trials = tried.trials().orElseThrow();
        persistence
                .delayAfter(trials, outbox.now(), ThreadLocalRandom.current())
                .ifPresentOrElse(
                        delay -> {
                            record(() -> ledger.withdraw(job.who()));
                            outbox.putOff(tried, delay);
                        },
                        () -> settle(job, new Failed(job.who().name(), Why.EXHAUSTED, phase, reply)));
    }

    private void settle(Job<T> job, RecipientOutcome outcome) {
        record(() -> ledger.settle(job.who(), outcome));
        outbox.settle(job, outcome);
        refusals.count(outcome).ifPresent(outbox::stop);
    }

    /** What cannot be written down is in doubt from then on, whatever is known of it here. */
    private void record(Runnable fact) {
        try {
            fact.run();
        } catch (Throwable noAnswer) {
            outbox.breakDown(unchecked(noAnswer));
        }
    }

    private static RuntimeException unchecked(Throwable e) {
        return e instanceof RuntimeException unchecked
                ? unchecked
                : new IllegalStateException("the ledger broke down", e);
    }

    /**
     * The connection, or a new one. Empty if the campaign is over before it can be had.
     *
     * @throws MailServerException if no connection can be opened any more
     */
    private Optional<MailConnection> connected() throws InterruptedException {
        MailConnection known = connection;
        if (known != null && known.isUsable() && !isUsedUp()) {
            return Optional.of(known);
        }
        closeConnection();
        for (int failed = 0; !outbox.isOver(); ) {
            try {
                MailConnection opened = open();
                connection = opened;
                messages = 0;
                openedAt = outbox.now();
                return Optional.of(opened);
            } catch (MailServerException away) {
                pauseOrGiveUp(away, ++failed);
            }
        }
        return Optional.empty();
    }

    private boolean isUsedUp() {
        return messages >= use.messages() || outbox.now() - openedAt > use.age().toNanos();
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
        if (!away.reason().mayPass() || !retry.follows(failed, away)) {
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
        return unfit instanceof ErrandException ? String.valueOf(unfit.getMessage()) : unfit.toString();
    }
}
