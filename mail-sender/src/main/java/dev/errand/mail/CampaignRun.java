package dev.errand.mail;

import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.mail.RecipientOutcome.Skipped;
import dev.errand.mail.pace.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * One sending of a campaign: the task's thread loops over the recipients and hands them to senders, each with a
 * connection of its own.
 *
 * <p>The first connection is opened before the first recipient is looked at, so that a server that is away, or a wrong
 * password, is found out while nothing has happened yet. Who is written to stands in the ledger of the task; when that
 * cannot be written, the campaign stops.
 *
 * <p>Angus Mail holds a lock while it opens a connection, and while it writes to one, which pins a virtual thread to its carrier
 * before JDK 24 (JEP 491); so senders are platform threads there, and virtual ones from then on.
 */
final class CampaignRun<T> {

    private static final Logger LOG = LoggerFactory.getLogger(CampaignRun.class);
    private static final int FIRST_JDK_WITHOUT_PINNING = 24;
    private static final String STOPPED = "the campaign was asked to stop";
    private static final String INTERRUPTED = "the campaign was interrupted";
    private static final Duration LOOK_FOR_CANCEL = Duration.ofMillis(100);
    private static final Duration AFTER_INTERRUPT = Duration.ofSeconds(1);

    private final Campaign<T> campaign;
    private final MailTransport transport;
    private final TaskContext context;
    private final Composer<T> composer;
    private final CampaignLedger ledger;
    private final Addressees<T> addressees;
    private final Throttle throttle;
    private final LookBack before;
    private final Outbox<T> outbox;
    private final Refusals refusals;
    private final Thread.Builder threads;
    private final Map<String, String> mdc =
            Objects.requireNonNullElse(MDC.getCopyOfContextMap(), Map.<String, String>of());
    private final List<Thread> senders = new ArrayList<>();
    private final Instant startedAt = Instant.now();

    /** The grace of a cancel is over: what remains is done without the server. */
    private boolean inHaste;

    /** Everybody was tried, whatever was asked meanwhile. */
    private boolean complete;

    private @Nullable OutcomeFile outcomeFile;

    CampaignRun(Campaign<T> campaign, MailTransport transport, TaskContext context) {
        this.campaign = campaign;
        this.transport = transport;
        this.context = context;
        this.composer = new Composer<>(campaign, context.id().toString());
        this.ledger = new CampaignLedger(campaign.recording, context);
        this.addressees = new Addressees<>(composer);
        this.throttle = new Throttle(campaign.manner().pace(), campaign.manner().time());
        this.before = new LookBack(ledger);
        this.outbox = new Outbox<>(context.progress(), before, campaign.manner().time(), throttle);
        this.refusals = new Refusals(campaign.manner().budget());
        Thread.Builder any = Runtime.version().feature() >= FIRST_JDK_WITHOUT_PINNING
                ? Thread.ofVirtual()
                : Thread.ofPlatform().daemon();
        this.threads = any.name("errand-mail-" + context.id().reference() + "-", 1);
    }

    /** How many of a collection are to be sent to: all of them, unless only those that failed are done again. */
    long included(Collection<? extends T> recipients) {
        if (context.attempt() == 1) {
            return recipients.size();
        }
        Addressees<T> counted = new Addressees<>(composer);
        return recipients.stream()
                .filter(recipient -> context.includes(counted.name(recipient).key()))
                .count();
    }

    /**
     * Sends to everybody.
     *
     * @param countable whether the recipients are a collection, so that the rest of them can be listed after a stop
     */
    CampaignReport run(Iterator<? extends T> recipients, boolean countable) throws Exception {
        if (campaign.recording.outcomes().isEmpty()) {
            return sendTo(recipients, countable);
        }
        try (OutcomeFile everybody =
                OutcomeFile.create(campaign.recording.outcomes().get())) {
            outcomeFile = everybody;
            outbox.copyTo(everybody);
            return sendTo(recipients, countable);
        }
    }

    private CampaignReport sendTo(Iterator<? extends T> recipients, boolean countable) throws Exception {
        context.progress().phase("sending");
        ledger.recall(throttle);
        startSender(transport.open());
        try {
            for (check(); recipients.hasNext(); check()) {
                requireFewRefusals(); // there is somebody left to be spared
                handOver(recipients.next());
            }
            outbox.close();
            awaitSenders();
            requireRecorded();
            complete = outbox.closeBooks().counts().notTried() == 0;
            if (!complete) {
                requireFewRefusals();
            }
        } catch (TaskCancelledException cancelled) {
            stop(STOPPED);
            listRest(recipients, countable);
            throw cancelled.keeping(summedUp());
        } catch (InterruptedException interrupted) {
            hurry();
            stop(INTERRUPTED);
            listRest(recipients, countable);
            if (context.isCancelled()) {
                throw new TaskCancelledException("interrupted").keeping(summedUp());
            }
            throw outbox.isNobodyTried() ? interrupted : failure("it was interrupted", interrupted);
        } catch (Throwable e) {
            stop(context.isCancelled() ? STOPPED : reasonOf(e));
            if (context.isCancelled()) { // the interrupt made the source throw
                listRest(recipients, countable);
                throw new TaskCancelledException("interrupted").keeping(summedUp());
            }
            if (e instanceof TaskFailedException) { // such as too many failures; the source is fit to be read
                listRest(recipients, countable);
            } else if (outbox.isNobodyTried()) {
                throw e;
            }
            throw failureOf(e);
        }
        if (outbox.isStopped() && outbox.serverAway().isPresent() && outbox.isNobodyTried()) {
            throw outbox.serverAway().get();
        }
        Optional<MailServerException> refused =
                outbox.serverAway().filter(why -> !why.reason().mayPass());
        if (outbox.isStopped() && refused.isPresent()) {
            throw failure(refused.get());
        }
        if (outbox.isStopped() && outbox.serverAway().isPresent() && outbox.isNothingSent()) {
            throw failure("its mail server is away", outbox.serverAway().get());
        }
        outbox.failNotTried();
        return summedUp();
    }

    private void check() {
        context.checkCancelled();
        requireRecorded();
    }

    private void requireFewRefusals() throws TaskFailedException {
        Optional<TaskFailedException> tooMany = refusals.failure();
        if (tooMany.isPresent()) {
            throw tooMany.get();
        }
    }

    private void requireRecorded() {
        outbox.broken().ifPresent(why -> {
            throw why;
        });
    }

    /**
     * Hands over a recipient when there is room, if she is to be sent to; one that was taken from the source is never left
     * out.
     */
    private void handOver(T recipient) throws InterruptedException {
        Addressee<T> who = addressees.name(recipient);
        if (!context.includes(who.key())) {
            return;
        }
        if (who.isDuplicate() && !manner().sendsDuplicates() && !outbox.isStopped()) {
            outbox.put(who, new Skipped(who.name(), Skipped.Why.DUPLICATE, "somebody before has the same address"));
            return;
        }
        try {
            boolean more = senders.size() < transport.maxConnections();
            if (more && outbox.isBehind()) {
                startSender(null);
            }
            while (!outbox.offer(who, more ? Duration.ZERO : LOOK_FOR_CANCEL)) {
                context.checkCancelled();
                more = senders.size() < transport.maxConnections() && !outbox.isHeldBack();
                if (more) {
                    startSender(null);
                }
            }
        } catch (Throwable stop) {
            boolean asked = stop instanceof TaskCancelledException;
            outbox.stop(stop instanceof InterruptedException ? INTERRUPTED : asked ? STOPPED : reasonOf(stop));
            outbox.putNotTried(who);
            throw stop;
        }
    }

    private void listRest(Iterator<? extends T> recipients, boolean countable) {
        try {
            while (countable && recipients.hasNext()) {
                if (Thread.interrupted()) {
                    hurry();
                }
                Addressee<T> who = addressees.name(recipients.next());
                if (context.includes(who.key())) {
                    outbox.putNotTried(who);
                }
            }
        } catch (RuntimeException e) {
            LOG.warn("The recipients that were not tried cannot all be listed: {}", e.toString());
        }
    }

    private void startSender(@Nullable MailConnection first) {
        outbox.enter();
        Sender<T> sender = new Sender<>(this, first);
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
        if (!inHaste && !joinSenders()) {
            hurry();
        }
        if (inHaste) {
            interruptSenders();
        }
    }

    /** What takes long, and need not be, is left out from now on. */
    private void hurry() {
        inHaste = true;
        before.stop();
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
            long end = System.nanoTime() + AFTER_INTERRUPT.toNanos();
            for (Thread sender : senders) {
                Duration left = Duration.ofNanos(Math.max(1, end - System.nanoTime()));
                if (!sender.join(left)) {
                    LOG.warn("{} ignores the interrupt and is abandoned", sender.getName());
                }
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private static String reasonOf(Throwable e) {
        return e instanceof TaskFailedException said // such as too many failures
                ? String.valueOf(said.getMessage())
                : "the recipients cannot be read";
    }

    /** What ends an attempt that knows what became of somebody: it shows what it did. */
    private TaskFailedException failureOf(Throwable e) {
        if (e instanceof TaskFailedException said) {
            return said.keeping(summedUp());
        }
        if (e instanceof SuppressionUnknownException) {
            return failure("it cannot be found out who must not be written to", e);
        }
        return outbox.broken().filter(e::equals).isPresent()
                ? failure("it cannot be written down who gets one", e)
                : failure("its recipients cannot be read", e);
    }

    /** The ledger lets another attempt go on. */
    private TaskFailedException failure(String what, Throwable cause) {
        CampaignReport report = summedUp();
        String sentence = "The campaign stopped after " + messages(report.sent()) + ", because " + what + ".";
        return new TaskFailedException(sentence, cause).keeping(report).temporary();
    }

    /** Somebody has to see to it; then the ledger lets the task go on. */
    private TaskFailedException failure(MailServerException refused) {
        CampaignReport report = summedUp();
        String sentence = String.format(
                Locale.ROOT,
                "The campaign stopped after %s; %,d are not tried yet. %s It said: %s",
                messages(report.sent()),
                report.counts().notTried(),
                refused.sentenceForOwner().orElseThrow(),
                refused.reply());
        return new TaskFailedException(sentence, refused).keeping(report);
    }

    private static String messages(int count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    /** The report, which the administrators are sent as well, if there is time for that and the task is still ours. */
    private CampaignReport summedUp() {
        Books books = outbox.closeBooks();
        CampaignReport report = new CampaignReport(
                campaign.titleOr(context.title()),
                startedAt,
                Instant.now(),
                books.counts(),
                books.listed(),
                outbox.stopReason().filter(any -> !complete).map(reason -> reason + alreadySent(books.counts())));
        if (!inHaste && outcomeFile != null) {
            outcomeFile.leaveIn(context);
        }
        if (!inHaste
                && outbox.broken().isEmpty()
                && !campaign.people.summaryTo().isEmpty()) {
            context.progress().phase("reporting");
            sendSummaries(report);
        }
        return report;
    }

    /** What somebody who has asked it to stop should know. */
    private String alreadySent(CampaignCounts counts) {
        if (!context.isCancelled() || counts.sent() == 0) {
            return "";
        }
        String sent = String.format(
                Locale.ROOT, "%,d of %,d are already sent and cannot be recalled", counts.sent(), counts.total());
        context.progress().message(sent);
        return ": " + sent;
    }

    /** A summary that cannot be sent changes nothing about the campaign; it is said, and that is all. */
    private void sendSummaries(CampaignReport report) {
        try (MailConnection connection = transport.open()) {
            for (MailMessage summary :
                    new Summary(report).messages(campaign.people, composer.idOfSummary(context.attempt()))) {
                sendSummary(summary, connection);
            }
        } catch (Throwable e) {
            tellOfSummary(e.toString());
        }
    }

    /** An address that is of no use here is no reason for the others to hear nothing. */
    private void sendSummary(MailMessage summary, MailConnection connection) {
        String to = summary.envelope().to().email();
        try {
            Delivery delivery = connection.send(summary);
            if (!(delivery instanceof Delivery.Accepted)) {
                tellOfSummary(to + ": " + delivery);
            }
        } catch (InvalidMailException unfit) {
            tellOfSummary(to + ": " + unfit.getMessage());
        }
    }

    Outbox<T> outbox() {
        return outbox;
    }

    Composer<T> composer() {
        return composer;
    }

    Refusals refusals() {
        return refusals;
    }

    CampaignLedger ledger() {
        return ledger;
    }

    Manner manner() {
        return campaign.manner();
    }

    MailTransport transport() {
        return transport;
    }

    private void tellOfSummary(String reason) {
        LOG.warn("The summary of the campaign cannot be sent: {}", reason);
        context.progress().message("The summary could not be sent.");
    }
}
