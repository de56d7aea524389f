package dev.errand.mail;

import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.mail.RecipientOutcome.NotTried;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One sending of a campaign: the task's thread loops over the recipients and hands them to senders, each with a
 * connection of its own.
 *
 * <p>The first connection is opened before the first recipient is looked at, so that a server that is away, or a wrong
 * password, is found out while nothing has happened yet. Once something has been sent, the attempt ends in a way that
 * is not retried: there is no record yet of who has got her mail.
 *
 * <p>Angus Mail holds a lock while it waits for the server, which pins a virtual thread to its carrier before JDK 24
 * (JEP 491); so senders are platform threads there, and virtual ones from then on.
 */
final class CampaignRun<T> {

    private static final Logger LOG = LoggerFactory.getLogger(CampaignRun.class);
    private static final int FIRST_JDK_WITHOUT_PINNING = 24;
    private static final String CANCELLED = "the campaign was cancelled";
    private static final String INTERRUPTED = "the campaign was interrupted";
    private static final Duration LOOK_FOR_CANCEL = Duration.ofMillis(100);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private final Campaign<T> campaign;
    private final MailTransport transport;
    private final TaskContext context;
    private final Composer<T> composer;
    private final Outbox<T> outbox;
    private final Thread.Builder threads;
    private final Map<String, String> mdc =
            Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.<String, String>of());
    private final List<Thread> senders = new ArrayList<>();
    private final Instant startedAt = Instant.now();

    /** The grace of a cancel is over: what remains is done without the server. */
    private boolean inHaste;

    CampaignRun(Campaign<T> campaign, MailTransport transport, TaskContext context) {
        this.campaign = campaign;
        this.transport = transport;
        this.context = context;
        this.composer = new Composer<>(campaign, context.id() + "." + context.attempt());
        this.outbox = new Outbox<>(composer, context.progress());
        Thread.Builder any = Runtime.version().feature() >= FIRST_JDK_WITHOUT_PINNING
                ? Thread.ofVirtual()
                : Thread.ofPlatform().daemon();
        this.threads = any.name("errand-mail-" + context.id().reference() + "-", 1);
    }

    /**
     * Sends to everybody.
     *
     * @param countable whether the recipients are a collection, so that the rest of them can be listed after a stop
     */
    CampaignReport run(Iterator<? extends T> recipients, boolean countable) throws Exception {
        context.progress().phase("sending");
        startSender(transport.open());
        try {
            for (context.checkCancelled(); recipients.hasNext(); context.checkCancelled()) {
                handOver(recipients.next());
            }
            outbox.close();
            awaitSenders();
        } catch (TaskCancelledException cancelled) {
            stop(CANCELLED);
            listRest(recipients, countable);
            throw cancelled.keeping(summedUp());
        } catch (InterruptedException interrupted) {
            inHaste = true;
            stop(INTERRUPTED);
            listRest(recipients, countable);
            if (context.isCancelled()) {
                throw new TaskCancelledException("interrupted").keeping(summedUp());
            }
            throw outbox.isNothingSent() ? interrupted : failure("it was interrupted", interrupted);
        } catch (Throwable e) {
            stop(context.isCancelled() ? CANCELLED : "the recipients cannot be read");
            if (context.isCancelled()) { // the interrupt made the source throw
                listRest(recipients, countable);
                throw new TaskCancelledException("interrupted").keeping(summedUp());
            }
            if (outbox.isNothingSent()) {
                throw e;
            }
            throw failure("its recipients cannot be read", e);
        }
        if (outbox.isStopped() && outbox.serverAway().isPresent() && outbox.isNothingSent()) {
            throw outbox.serverAway().get();
        }
        CampaignReport report = summedUp();
        context.progress().failed(report.count(NotTried.class));
        return report;
    }

    /** Hands over a recipient when there is room; one that was taken from the source is never left out. */
    private void handOver(T recipient) throws InterruptedException {
        try {
            boolean all = senders.size() == transport.maxConnections();
            while (!outbox.offer(recipient, all ? LOOK_FOR_CANCEL : Duration.ZERO)) {
                context.checkCancelled();
                if (!all) {
                    startSender(null);
                    all = senders.size() == transport.maxConnections();
                }
            }
        } catch (TaskCancelledException | InterruptedException stop) {
            outbox.stop(stop instanceof InterruptedException ? INTERRUPTED : CANCELLED);
            outbox.putNotTried(recipient);
            throw stop;
        }
    }

    private void listRest(Iterator<? extends T> recipients, boolean countable) {
        try {
            while (countable && recipients.hasNext()) {
                outbox.putNotTried(recipients.next());
            }
        } catch (RuntimeException e) {
            LOG.warn("The recipients that were not tried cannot all be listed: {}", e.toString());
        }
    }

    private void startSender(@Nullable MailConnection first) {
        outbox.enter();
        Sender<T> sender = new Sender<>(outbox, composer, transport, first);
        senders.add(threads.start(() -> {
            MDC.setContextMap(mdc);
            sender.run();
        }));
    }

    private void awaitSenders() throws InterruptedException {
        for (Thread sender : senders) {
            while (!sender.join(LOOK_FOR_CANCEL)) {
                context.checkCancelled();
            }
        }
    }

    /**
     * Lets no more messages begin, and waits for those under way. An interrupt of this thread, after the grace of the
     * cancel, is passed on to them.
     */
    private void stop(String reason) {
        outbox.stop(reason);
        inHaste = inHaste || !joinSenders();
        if (inHaste) {
            interruptSenders();
        }
    }

    /** False if the grace of a cancel ended meanwhile. */
    private boolean joinSenders() {
        try {
            for (Thread sender : senders) {
                sender.join();
            }
            return true;
        } catch (InterruptedException graceIsOver) {
            return false;
        }
    }

    private void interruptSenders() {
        senders.forEach(Thread::interrupt);
        try {
            for (Thread sender : senders) {
                if (!sender.join(AFTER_INTERRUPT)) {
                    LOG.warn("{} ignores the interrupt and is abandoned", sender.getName());
                }
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    /** What ends an attempt that has sent something: it is not tried again, and shows what it did. */
    private TaskFailedException failure(String what, Throwable cause) {
        CampaignReport report = summedUp();
        String messages = report.sent() == 1 ? "1 message" : report.sent() + " messages";
        String sentence = "The campaign stopped after " + messages + ", because " + what + ".";
        return new TaskFailedException(sentence, cause).keeping(report);
    }

    /** The report, which the administrators are sent as well, if there is time for that. */
    private CampaignReport summedUp() {
        CampaignReport report = new CampaignReport(
                campaign.titleOr(context.title()), startedAt, Instant.now(), outbox.closeBooks(), outbox.stopReason());
        if (!inHaste && !campaign.people().summaryTo().isEmpty()) {
            context.progress().phase("reporting");
            sendSummaries(report);
        }
        return report;
    }

    /** A summary that cannot be sent changes nothing about the campaign; it is said, and that is all. */
    private void sendSummaries(CampaignReport report) {
        try (MailConnection connection = transport.open()) {
            for (MailMessage summary : new Summary(report).messages(campaign.people(), composer.idOfSummary())) {
                Delivery delivery = connection.send(summary);
                if (!(delivery instanceof Delivery.Accepted)) {
                    tellOfSummary(summary.envelope().to().email() + ": " + delivery);
                }
            }
        } catch (Throwable e) {
            tellOfSummary(e.toString());
        }
    }

    private void tellOfSummary(String reason) {
        LOG.warn("The summary of the campaign cannot be sent: {}", reason);
        context.progress().message("The summary could not be sent.");
    }
}
