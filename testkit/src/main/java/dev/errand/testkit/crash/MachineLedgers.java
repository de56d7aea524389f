package dev.errand.testkit.crash;

import dev.errand.TaskId;
import dev.errand.ledger.LedgerCounts;
import dev.errand.ledger.LedgerEntry;
import dev.errand.registry.Begun;
import dev.errand.registry.Lease;
import dev.errand.registry.LedgerIntent;
import dev.errand.registry.LedgerQuery;
import dev.errand.registry.TaskLedgers;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * The ledgers of the one registry, as the engine of one machine sees them. What the task under trial writes there is a
 * checkpoint; a machine that has died writes nothing.
 */
record MachineLedgers(TaskLedgers shared, Watch watch, MachineRegistry machine) implements TaskLedgers {

    @Override
    public Begun begin(TaskId task, Lease lease, LedgerIntent intent) {
        Begun begun = write(
                task,
                new Begun.NotHeld(),
                () -> shared.begin(machine.publicId(task), lease, intent),
                Begun.Ours.class::isInstance);
        if (begun instanceof Begun.NotHeld) {
            watch.toldToStop();
        }
        return begun;
    }

    @Override
    public boolean settle(TaskId task, Lease lease, LedgerEntry entry) {
        return write(task, false, () -> shared.settle(machine.publicId(task), lease, entry), written -> written);
    }

    @Override
    public boolean withdraw(TaskId task, Lease lease, LedgerEntry entry) {
        return write(task, false, () -> shared.withdraw(machine.publicId(task), lease, entry), written -> written);
    }

    @Override
    public boolean decide(TaskId task, LedgerEntry known, LedgerEntry entry) {
        return !watch.isDead() && shared.decide(machine.publicId(task), known, entry);
    }

    private <T> T write(TaskId task, T refused, Supplier<T> write, Predicate<T> isWritten) {
        boolean watched = machine.isUnderTrial(task);
        if (watched) {
            watch.at(Point.SAVING);
        }
        T answer = watch.isDead() ? refused : write.get();
        if (watched && isWritten.test(answer)) {
            watch.at(Point.SAVED);
        }
        return answer;
    }

    @Override
    public Optional<LedgerEntry> find(TaskId task, String section, String key) {
        return shared.find(machine.publicId(task), section, key);
    }

    @Override
    public List<LedgerEntry> list(TaskId task, LedgerQuery query) {
        return shared.list(machine.publicId(task), query);
    }

    @Override
    public List<LedgerEntry> listOpen(TaskId task, Optional<LedgerEntry> after, int limit) {
        return shared.listOpen(machine.publicId(task), after, limit);
    }

    @Override
    public LedgerCounts counts(TaskId task, String section) {
        return shared.counts(machine.publicId(task), section);
    }
}
