package dev.errand.engine;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Command;
import dev.errand.ledger.LedgerEntry;
import dev.errand.ledger.Verdict;
import java.util.stream.Stream;

/**
 * What is in doubt in the {@linkplain dev.errand.TaskContext#ledger() ledger} of a task, for a person who finds out what has
 * happened: with the bank, at the mail server. Who has settled an item, why and when, stands in its entry.
 *
 * <p>While the task runs, nothing is in doubt yet or any more: what is open may be under way. So there is nothing to list then,
 * and nothing can be settled.
 *
 * <p>An item that is to be done again is so when the task is {@linkplain dev.errand.TaskHandle#retry retried}, if the attempt
 * comes to it: with {@link dev.errand.RetryScope#FAILED_ITEMS}, if it is among the failed items, as those in doubt are.
 *
 * <p>All methods may be called from any thread, and block while the registry reads or writes.
 */
public interface Doubts {

    /**
     * The items in doubt, of all sections. They are read some at a time.
     *
     * @return the items, which need not be read to their end
     */
    Stream<LedgerEntry> entries();

    /**
     * Settles an item.
     *
     * @param entry the item as it was listed
     * @param verdict what has become of it
     * @param command who says so, and why
     * @return false if the task runs, or the item is not as it was listed any more: nothing has changed then
     */
    @CanIgnoreReturnValue
    boolean settle(LedgerEntry entry, Verdict verdict, Command command);

    /**
     * Settles all that are in doubt.
     *
     * @param verdict what has become of them
     * @param command who says so, and why
     * @return how many they were
     */
    @CanIgnoreReturnValue
    long settleAll(Verdict verdict, Command command);
}
