package dev.errand.samples.cluster;

import dev.errand.ledger.Ledger;
import dev.errand.ledger.LedgerEntry;
import java.util.List;

/**
 * What became of the claims of a branch.
 *
 * @param paid how many the bank has confirmed
 * @param inDoubt the numbers of those of which nobody knows: somebody has to ask the bank
 */
public record Payments(long paid, List<String> inDoubt) {

    /** Copies the list. */
    public Payments {
        inDoubt = List.copyOf(inDoubt);
    }

    static Payments of(Ledger ledger) {
        return new Payments(
                ledger.counts().done(), ledger.inDoubt().map(LedgerEntry::key).toList());
    }
}
