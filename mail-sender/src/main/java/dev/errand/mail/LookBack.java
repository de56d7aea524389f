package dev.errand.mail;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What earlier attempts have written down of those whom a stopped one does not come to. Whoever has asked it to stop does not
 * wait for long: after two seconds of looking, or when the ledger does not answer, nothing is said of the others.
 */
final class LookBack {

    private static final Logger LOG = LoggerFactory.getLogger(LookBack.class);
    private static final Duration LOOKING = Duration.ofSeconds(2);

    private final CampaignLedger ledger;
    private final AtomicLong nanosLeft = new AtomicLong(LOOKING.toNanos());

    LookBack(CampaignLedger ledger) {
        this.ledger = ledger;
    }

    /** What is known of her; empty if nothing is, or it would take too long to find out. */
    Optional<RecipientOutcome> outcomeOf(Addressee<?> who) {
        if (nanosLeft.get() <= 0) {
            return Optional.empty();
        }
        long begun = System.nanoTime();
        try {
            return ledger.knownBefore(who);
        } catch (RuntimeException noAnswer) {
            LOG.warn("It cannot be found out whom earlier attempts have sent to: {}", noAnswer.toString());
            stop();
            return Optional.empty();
        } finally {
            nanosLeft.addAndGet(begun - System.nanoTime());
        }
    }

    /** From now on, nothing is looked up. */
    void stop() {
        nanosLeft.set(0);
    }
}
