package dev.errand.jdbc;

import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.jdbc.queue.FairQueueing;
import dev.errand.jdbc.queue.Tickets;
import dev.errand.jdbc.sql.GroupCommit;
import dev.errand.jdbc.sql.Notices;
import dev.errand.jdbc.sql.SqlStates;
import dev.errand.jdbc.sql.Write;
import dev.errand.jdbc.sql.Written;
import dev.errand.jdbc.table.TaskRow;
import dev.errand.jdbc.table.TaskTable;
import dev.errand.registry.Amendment;
import dev.errand.registry.Lease;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.RunReport;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.Transition;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * How a task is changed: by one conditional update of the version that was read, so that of two that race one starts over.
 *
 * <p>A change begins with what is known of the task here, and with what is in the table if that is another version, or may be.
 */
final class RowChanges {

    private static final int LOOKS = 8;
    private static final long NANOS_BETWEEN_LOOKS = 20_000_000;
    private static final long LONGEST_TO_GIVE_WAY_NANOS = 1_000_000;

    private final UUID node;
    private final TaskTable tasks;
    private final KnownRows rows;
    private final GroupCommit writer;
    private final FairQueueing turns;
    private final LostAnswers lost = new LostAnswers();
    private volatile boolean ticketing;

    /** Those that a node makes. */
    RowChanges(UUID node, TaskTable tasks, KnownRows rows, GroupCommit writer, FairQueueing turns) {
        this.node = node;
        this.tasks = tasks;
        this.rows = rows;
        this.writer = writer;
        this.turns = turns;
    }

    /** From now on, whoever leaves the queue or the running gives the ticket back that let it in. */
    void beginTicketing() {
        ticketing = true;
    }

    /** Applies a transition; empty if it is refused. */
    Optional<TaskSnapshot> apply(TaskId id, Transition transition) {
        return change(id, new LostAnswers.Move(transition.to(), transition.lease()), row -> rowAfter(row, transition));
    }

    /** Enters what the holder of a lease reports of its run; empty if it holds it no more. */
    Optional<TaskSnapshot> report(TaskId id, Lease lease, RunReport report) {
        return change(id, report, row -> {
            boolean holds =
                    lease.equals(row.lease()) && report.fits(row.snapshot().status());
            return holds ? Optional.of(row.with(report.applyTo(row.entry()))) : Optional.empty();
        });
    }

    /** Amends a task; empty if it is refused. */
    Optional<TaskSnapshot> amend(TaskId id, Amendment amendment) {
        return change(
                id,
                amendment,
                row -> amendment.fits(row.entry())
                        ? Optional.of(row.with(amendment.applyTo(row.entry())))
                        : Optional.empty());
    }

    private Optional<TaskRow> rowAfter(TaskRow row, Transition transition) {
        boolean starts = transition.to() == TaskState.RUNNING;
        boolean heldByAnother = !starts
                && transition.lease().isPresent()
                && !transition.lease().get().equals(row.lease());
        if (heldByAnother || !transition.fits(row.entry())) {
            return Optional.empty();
        }
        TaskEntry after = transition.applyTo(row.entry());
        boolean runs = after.snapshot().state().isRunning();
        return Optional.of(new TaskRow(
                after,
                TaskRow.newStamp(),
                comesAnew(row, after) ? turns.nextTurn(row.snapshot().submission()) : row.turn(),
                starts ? node : runs ? row.node() : null,
                starts ? transition.lease().orElseThrow() : runs ? row.lease() : null,
                transition.dueAt().orElse(null),
                transition.owedFor(after.snapshot()).orElse(null)));
    }

    /** Whether a task is queued that has not waited for its turn until now: while it did something else, all others may have passed. */
    private static boolean comesAnew(TaskRow before, TaskEntry after) {
        TaskState was = before.snapshot().state();
        return after.snapshot().state() == TaskState.QUEUED && was != TaskState.QUEUED && !was.isRunning();
    }

    /**
     * Changes a task; empty if that is refused.
     *
     * @param what is asked for: whoever got no answer and asks for the same again is told if it has happened
     * @param step the row after the change; empty to refuse it
     */
    private Optional<TaskSnapshot> change(TaskId id, Object what, Function<TaskRow, Optional<TaskRow>> step) {
        Optional<TaskRow> known = lost.concerns(id) ? Optional.empty() : rows.known(id);
        boolean unanswered = false;
        for (int look = 0; look < LOOKS; look++) {
            boolean fresh = known.isEmpty();
            Optional<TaskRow> before = known.or(() -> rows.read(id));
            if (fresh && before.filter(row -> lost.showsDone(row, what)).isPresent()) {
                return before.map(TaskRow::snapshot);
            }
            Optional<TaskRow> after = before.flatMap(step);
            if (after.isEmpty() && fresh) {
                return Optional.empty();
            }
            if (after.isPresent()) {
                switch (write(before.orElseThrow(), after.get(), what instanceof RunReport.Advanced)) {
                    case Written.Done(int count)
                    when count == 1 -> {
                        return Optional.of(changed(before.get(), after.get()));
                    }
                    case Written.Done otherVersion -> giveWay(look);
                    case Written.Refused(SQLException why)
                    when what instanceof Amendment.HandedOver && SqlStates.isDuplicate(why) -> {
                        return Optional.empty();
                    }
                    case Written.Refused refused -> pauseOrThrow(refused, look);
                    case Written.Unknown unknown -> {
                        lost.add(what, before.get(), after.get());
                        if (unanswered) {
                            throw GroupCommit.failure(unknown);
                        }
                        unanswered = true;
                    }
                }
            }
            rows.forget(id);
            known = Optional.empty();
        }
        throw new RegistryUnavailableException("task " + id + " is changed by others again and again", null);
    }

    private TaskSnapshot changed(TaskRow before, TaskRow after) {
        lost.forget(after.id());
        rows.remember(after);
        if (isGivenUp(before, after)) {
            turns.giveBack(after.snapshot().submission());
        }
        return after.snapshot();
    }

    /** Whether a task has ended that only ever waited for its turn. */
    private static boolean isGivenUp(TaskRow before, TaskRow after) {
        boolean hadTurn = before.snapshot().state() != TaskState.SCHEDULED;
        return hadTurn
                && after.snapshot().state().isFinal()
                && before.snapshot().status().attempt() == 0;
    }

    /** Of many who change the same task one is always first; the longer one has tried, the longer it lets others go before. */
    private static void giveWay(int look) {
        if (look > 0) {
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_TO_GIVE_WAY_NANOS << look));
        }
    }

    /** A connection that was broken before is replaced by the pool; a database that is away is not waited for here. */
    private static void pauseOrThrow(Written.Refused refused, int look) {
        if (look > 0 || !SqlStates.isAway(refused.why())) {
            throw GroupCommit.failure(refused);
        }
        LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
    }

    private Written write(TaskRow before, TaskRow after, boolean patiently) {
        Write write = tasks.update(before, after).telling(noticeOf(after));
        boolean givesTicketBack = ticketing && hasTicket(before) && !hasTicket(after);
        Write all = givesTicketBack ? write.then(Tickets.giveBack(after)) : write;
        return patiently ? writer.writePatiently(all) : writer.write(after.id(), all);
    }

    private static boolean hasTicket(TaskRow row) {
        TaskState state = row.snapshot().state();
        return state == TaskState.QUEUED || state.isRunning();
    }

    /** Everybody is told what waits, and the node that runs a task what is asked of it. */
    private Optional<String> noticeOf(TaskRow after) {
        TaskState to = after.snapshot().state();
        if (to == TaskState.QUEUED) {
            return Optional.of(Notices.QUEUED);
        }
        boolean asks = to == TaskState.CANCELLING || to == TaskState.PAUSING;
        boolean runsElsewhere = after.node() != null && !node.equals(after.node());
        return asks && runsElsewhere ? Optional.of(Notices.command(after.id().toString())) : Optional.empty();
    }
}
