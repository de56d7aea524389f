package dev.errand.ledger;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a task has done to the outside, item by item: which claims it has paid, whom it has written to. It belongs to the task
 * and outlives its attempts, so that a later one neither does an item twice nor leaves one out.
 *
 * {@snippet :
 * for (Claim claim : context.over(office.approved(query))) {
 *     context.ledger().once(claim.number(), () -> bank.transfer(claim));
 * }
 * }
 *
 * <p>An item is begun before anything happens, and settled afterwards. Either is written down when the call returns: with a
 * durable registry, safe from a crash. An item that was begun and not settled by an attempt that is over is <em>in
 * doubt</em>. These are the items that were under way when a process died: one for each thread, at most.
 *
 * <p>Keys are one line of 1 to 200 characters without blanks at its ends, and tell items apart. They should name an item in the
 * same way in each attempt: its number, rather than its place in a list.
 *
 * <p>Every method may be called from any thread of the task, and blocks while the registry writes or reads; what many threads
 * write at the same time is written together. While the registry is away, it waits. An attempt that does not hold the task any
 * more is refused with a {@code TaskCancelledException}, and a malformed key with an {@code InvalidInputException}.
 */
public interface Ledger {

    /**
     * With another way to treat what an earlier attempt has left in doubt; by default, a person is asked.
     *
     * @param policy what to do about it
     * @return the same ledger, seen in that way
     */
    Ledger whenInDoubt(WhenInDoubt policy);

    /**
     * A part of the ledger for itself, whose keys do not meet those of the others: for a task that does different things to
     * the same items.
     *
     * @param name names it, in the same way in each attempt; formed like a key
     * @return an own part, in which one caller of an attempt begins items: another one that does so gets an
     *     {@code IllegalStateException}, since it would take those of the first for its own
     */
    Ledger section(String name);

    /**
     * Brings about an effect, unless that was done before.
     *
     * <p>If it was, or was left in doubt and is left alone, nothing happens now. An item that is in doubt, or has failed
     * before, is counted as failed by {@code progress()}, and one that is skipped as skipped; so an item of a loop of the
     * context is counted as what it is. If the effect throws, nobody knows whether it has happened, and the item is in doubt
     * from then on; an effect that knows better says so itself, by {@link #withdraw} or {@link #failed}.
     *
     * @param key names the item
     * @param effect what to bring about
     * @return what the ledger has of it now
     * @throws Exception what the effect throws
     */
    @CanIgnoreReturnValue
    LedgerEntry once(String key, Effect effect) throws Exception;

    /**
     * Writes down that the task is about to do something, unless that item is known.
     *
     * @param key names the item
     * @return empty if it is the caller's now, who brings about the effect and then settles it; otherwise what is known of it,
     *     and the caller leaves it alone: it was settled before, or is in doubt, or another thread is about it
     */
    Optional<LedgerEntry> begin(String key);

    /**
     * Settles an item: it has happened.
     *
     * @param key names the item, which was begun in this attempt
     * @param note what there is to remember, such as a reference; made fit for one line, and cut after 500 characters
     * @throws IllegalStateException if it is not open
     */
    void done(String key, String note);

    /**
     * Settles an item: it certainly has not happened, and is not to be tried again by itself. It is, if a person asks for the
     * {@linkplain dev.errand.RetryScope#FAILED_ITEMS failed items} of the task and its key is among them.
     *
     * @param key names the item, which was begun in this attempt
     * @param note why; made fit for one line, and cut after 500 characters
     * @throws IllegalStateException if it is not open
     */
    void failed(String key, String note);

    /**
     * Leaves an item in doubt, and says why: nobody knows whether it has happened.
     *
     * @param key names the item, which was begun in this attempt
     * @param note what is known; made fit for one line, and cut after 500 characters
     * @throws IllegalStateException if it is not open
     */
    void doubt(String key, String note);

    /**
     * Strikes out an item that was begun: it certainly has not happened, and may be begun again, in this attempt or a later
     * one.
     *
     * @param key names the item, which was begun in this attempt
     * @throws IllegalStateException if it is not open
     */
    void withdraw(String key);

    /**
     * Looks up an item, without beginning it.
     *
     * @param key names the item
     * @return empty if it was never begun
     */
    Optional<LedgerEntry> find(String key);

    /**
     * The items of this section, for a report. They are read some at a time, in an order of the registry's own.
     *
     * @param states only those in one of these; all of them for none
     * @return the items, which need not be read to their end
     */
    Stream<LedgerEntry> entries(EntryState... states);

    /**
     * The items of this section that attempts before this one have left in doubt.
     *
     * @return the items, which need not be read to their end
     */
    Stream<LedgerEntry> inDoubt();

    /**
     * What time it is by the clock that the items are dated by: that of the registry, and not of this machine.
     *
     * @return the time
     */
    Instant now();

    /**
     * How many items of this section are in each state.
     *
     * @return the numbers
     */
    LedgerCounts counts();

    /** What is done to the outside. */
    @FunctionalInterface
    interface Effect {

        /**
         * Brings it about.
         *
         * @return what there is to remember of it, such as a reference; may be empty
         * @throws Exception if something went wrong, so that nobody knows whether it has happened
         */
        String happen() throws Exception;
    }
}
