package dev.errand.mail;

import dev.errand.TaskContext;
import dev.errand.ledger.EntryState;
import dev.errand.ledger.Ledger;
import dev.errand.ledger.LedgerEntry;
import dev.errand.mail.RecipientOutcome.Failed;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.mail.RecipientOutcome.Invalid;
import dev.errand.mail.RecipientOutcome.NotTried;
import dev.errand.mail.RecipientOutcome.Sent;
import dev.errand.mail.RecipientOutcome.Skipped;
import dev.errand.mail.pace.Throttle;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What the ledger of the task has of the recipients of a campaign. Used by all senders.
 *
 * <p>Every method throws what the ledger throws: the campaign cannot go on then, since it could not be written down.
 */
final class CampaignLedger {

    private final Ledger ledger;
    private final boolean first;

    CampaignLedger(CampaignRecording recording, TaskContext context) {
        this.ledger = context.ledger().section(recording.section()).whenInDoubt(recording.whenInDoubt());
        this.first = context.attempt() == 1;
    }

    /** What an earlier attempt has sent: no message need be made to find out. */
    Optional<RecipientOutcome> sentBefore(Addressee<?> who) {
        return found(who, state -> state == EntryState.DONE);
    }

    /** What earlier attempts know of somebody whom this one does not come to. */
    Optional<RecipientOutcome> knownBefore(Addressee<?> who) {
        return found(who, state -> state != EntryState.AGAIN);
    }

    private Optional<RecipientOutcome> found(Addressee<?> who, Predicate<EntryState> wanted) {
        return first
                ? Optional.empty()
                : ledger.find(who.key())
                        .filter(entry -> wanted.test(entry.state()))
                        .map(entry -> outcomeOf(who, entry));
    }

    /** Tells the throttle which messages have left before, as far as they are known and still count. */
    void recall(Throttle throttle) {
        if (first || throttle.memory().isZero()) {
            return;
        }
        Instant now = ledger.now();
        Instant since = now.minus(throttle.memory());
        try (Stream<LedgerEntry> entries = ledger.entries(EntryState.DONE, EntryState.FAILED, EntryState.OPEN)) {
            entries.filter(entry -> entry.at().isAfter(since))
                    .map(entry -> new Departure(entry.at(), throttle.knowsDomains() ? domainOf(entry.key()) : ""))
                    .sorted(Comparator.comparing(Departure::at))
                    .forEach(message -> throttle.leftBefore(message.domain, message.ago(now)));
        }
    }

    /** Of a key, which may end in a number for the second of the same address. */
    private static String domainOf(String key) {
        int end = key.indexOf(' ', key.lastIndexOf('@') + 1);
        return Mailboxes.domainOf(end < 0 ? key : key.substring(0, end));
    }

    /** When a message left, at the latest. */
    private record Departure(Instant at, String domain) {

        /** Zero at least: clocks are put right meanwhile. */
        Duration ago(Instant now) {
            return at.isAfter(now) ? Duration.ZERO : Duration.between(at, now);
        }
    }

    /** Empty if a message may be sent to her now. */
    Optional<RecipientOutcome> begin(Addressee<?> who) {
        return ledger.begin(who.key()).map(entry -> outcomeOf(who, entry));
    }

    private static RecipientOutcome outcomeOf(Addressee<?> who, LedgerEntry entry) {
        return switch (entry.state()) {
            case DONE -> new Sent(who.name(), entry.note());
            case FAILED -> FailureNote.read(who.name(), entry.note());
            case OPEN, AGAIN -> new InDoubt(who.name(), doubtOf(entry));
            case SKIPPED -> new Skipped(who.name(), Skipped.Why.LEFT_IN_DOUBT, doubtOf(entry));
        };
    }

    private static String doubtOf(LedgerEntry entry) {
        String begun = "was being sent by attempt " + entry.attempt();
        return entry.note().isEmpty() ? begun : begun + ": " + entry.note();
    }

    /** Settles what was begun. What was not sent, and may be the next time, is as if it had not been begun. */
    void settle(Addressee<?> who, RecipientOutcome outcome) {
        switch (outcome) {
            case Sent sent -> ledger.done(who.key(), sent.reply().toString());
            case InDoubt inDoubt -> ledger.doubt(who.key(), inDoubt.reason());
            case Failed failed -> ledger.failed(who.key(), FailureNote.of(failed));
            case Invalid invalid -> withdraw(who);
            case NotTried notTried -> withdraw(who);
            case Skipped skipped -> withdraw(who);
        }
    }

    void withdraw(Addressee<?> who) {
        ledger.withdraw(who.key());
    }
}
