package dev.errand.registry;

import dev.errand.TaskId;
import dev.errand.ledger.LedgerCounts;
import dev.errand.ledger.LedgerEntry;
import java.util.List;
import java.util.Optional;

/**
 * What tasks have done to the outside: the part of a {@link TaskRegistry} behind each task's
 * {@link dev.errand.ledger.Ledger}. It knows no policy: what is open, and whether that is in doubt, is for the engine to tell.
 *
 * <p>An attempt writes only while it holds the task: the look at its lease and the write are one step, as with everything that a
 * registry writes. What is written is as safe as the task itself when the method returns, and is forgotten with the task.
 *
 * <p>All methods may be called from any thread, by many at the same time, and block while they talk to a database; a registry
 * in one should write what many ask for at the same time together.
 */
public interface TaskLedgers {

    /**
     * Enters an item as open, unless it is there. Of two that enter it at the same time, one comes first.
     *
     * @param task whose ledger
     * @param lease the attempt's
     * @param intent which item, and who begins it; if it takes the place of an entry, it does so only while that is as it
     *     was. The same intent twice does nothing more: so it may be given again when an answer was lost
     * @return whose the item is now
     */
    Begun begin(TaskId task, Lease lease, LedgerIntent intent);

    /**
     * Settles an item, or says more of one that stays open. The same twice does nothing more.
     *
     * @param task whose ledger
     * @param lease the attempt's, which need not be the one that has begun the item
     * @param entry the item as it is to be, with the attempt that has begun it
     * @return false if the attempt does not hold the task, or the item is not open, or was begun by another attempt; nothing
     *     has changed then
     */
    boolean settle(TaskId task, Lease lease, LedgerEntry entry);

    /**
     * Strikes out an item that is open.
     *
     * @param task whose ledger
     * @param lease the attempt's
     * @param entry the item as it is known, with the attempt that has begun it
     * @return true if it is not there any more; false as for {@link #settle}
     */
    boolean withdraw(TaskId task, Lease lease, LedgerEntry entry);

    /**
     * Settles an item of a task that no attempt holds, since a person has found out what became of it. The same twice does
     * nothing more.
     *
     * @param task whose ledger
     * @param known the item as it is known, which is open
     * @param entry the item as it is to be, with the attempt that has begun it
     * @return false if an attempt holds the task, or the item is not as it is known; nothing has changed then
     */
    boolean decide(TaskId task, LedgerEntry known, LedgerEntry entry);

    /**
     * Looks up an item.
     *
     * @param task whose ledger
     * @param section the part of the ledger
     * @param key names the item
     * @return empty if it is not there
     */
    Optional<LedgerEntry> find(TaskId task, String section, String key);

    /**
     * Lists items, in an order of the registry's own that is the same each time.
     *
     * @param task whose ledger
     * @param query which ones, and how many at most
     * @return a page of them
     */
    List<LedgerEntry> list(TaskId task, LedgerQuery query);

    /**
     * Lists items of all sections that are open, in an order of the registry's own that is the same each time.
     *
     * @param task whose ledger
     * @param after only those that come after this one
     * @param limit how many at most, 1 to {@value LedgerQuery#MAX_LIMIT}
     * @return a page of them
     */
    List<LedgerEntry> listOpen(TaskId task, Optional<LedgerEntry> after, int limit);

    /**
     * How many items are in each state.
     *
     * @param task whose ledger
     * @param section the part of the ledger
     * @return the numbers
     */
    LedgerCounts counts(TaskId task, String section);
}
