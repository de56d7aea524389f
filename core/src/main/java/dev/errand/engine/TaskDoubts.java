package dev.errand.engine;

import dev.errand.Command;
import dev.errand.TaskId;
import dev.errand.ledger.LedgerEntry;
import dev.errand.ledger.Verdict;
import dev.errand.progress.FailedItem;
import dev.errand.registry.LedgerQuery;
import dev.errand.registry.TaskRegistry;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What a registry has of a task that is in doubt. */
record TaskDoubts(TaskId task, TaskRegistry registry, InstantSource clock) implements Doubts {

    @Override
    public Stream<LedgerEntry> entries() {
        return Stream.iterate(page(Optional.empty()), page -> !page.isEmpty(), this::pageAfter)
                .flatMap(List::stream);
    }

    private List<LedgerEntry> pageAfter(List<LedgerEntry> page) {
        return page.size() < LedgerQuery.MAX_LIMIT ? List.of() : page(Optional.of(page.getLast()));
    }

    private List<LedgerEntry> page(Optional<LedgerEntry> after) {
        return isRunning() ? List.of() : registry.ledgers().listOpen(task, after, LedgerQuery.MAX_LIMIT);
    }

    private boolean isRunning() {
        return registry.find(task)
                .filter(known -> known.snapshot().state().isRunning())
                .isPresent();
    }

    @Override
    public boolean settle(LedgerEntry entry, Verdict verdict, Command command) {
        String note = FailedItem.messageOf(noteOf(command, entry.note()));
        LedgerEntry settled =
                new LedgerEntry(entry.section(), entry.key(), verdict.state(), entry.attempt(), note, clock.instant());
        return registry.ledgers().decide(task, entry, settled);
    }

    private static String noteOf(Command command, String before) {
        String who = "by " + command.by();
        String why = command.reason().isEmpty() ? who : who + ": " + command.reason();
        return before.isEmpty() ? why : why + " (was: " + before + ")";
    }

    @Override
    public long settleAll(Verdict verdict, Command command) {
        return entries().filter(entry -> settle(entry, verdict, command)).count();
    }
}
