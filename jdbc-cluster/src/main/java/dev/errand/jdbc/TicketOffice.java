package dev.errand.jdbc;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.Priority;
import dev.errand.jdbc.queue.Backlog;
import dev.errand.jdbc.queue.Lookahead;
import dev.errand.jdbc.queue.Tickets;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.jdbc.sql.Notices;
import dev.errand.jdbc.table.Gates;
import dev.errand.registry.Admission;
import dev.errand.registry.Candidate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets tasks in: makes tickets for those that go next, as many as the limits of all machines together leave room for, and a
 * few more than there are threads, so that none of them waits.
 *
 * <p>One process does so at a time, whoever has a reason to: a task was submitted, another one has ended, or a heartbeat has
 * passed. It counts what it finds, and remembers nothing, so it does not matter which of them dies when. Tickets are few even
 * if a million tasks wait, so owners take turns, and what is urgent goes first, up to the last moment.
 */
final class TicketOffice {

    private static final Logger LOG = LoggerFactory.getLogger(TicketOffice.class);
    private static final int LEAST_WAITING = 64;
    private static final int TICKETS_PER_THREAD = 2;
    private static final int MOST_AT_ONCE = 1_000;
    private static final int BUSY = -1;
    private static final long SHORTEST_PAUSE = Duration.ofMillis(1).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofMillis(50).toNanos();
    private static final long NANOS_BETWEEN_COUNTS = Duration.ofSeconds(1).toNanos();

    private final OpenRegistry registry;
    private final Admission admission;
    private final Tickets tickets;
    private final ForsakenTickets forsaken;
    private final boolean superfluous;
    private final boolean hearsOfAll;
    private final Executor thread;
    private final Runnable offered;
    private final AtomicInteger reasons = new AtomicInteger();
    private volatile boolean closed;

    private final FailedRounds failures = new FailedRounds(System::nanoTime);

    /** Touched by one round at a time. */
    private int wanted = LEAST_WAITING;

    private final Lookahead lookahead = new Lookahead();

    /** Nothing waited for a ticket when a round had ended. */
    private volatile boolean allIn;

    private volatile long countedAt = System.nanoTime() - NANOS_BETWEEN_COUNTS;

    /**
     * Lets nothing in yet.
     *
     * @param atWork the tasks whose tickets this process works on
     * @param thread where to do so
     * @param offered is told that there are tickets to take
     */
    TicketOffice(
            OpenRegistry registry,
            Admission admission,
            Supplier<Set<String>> atWork,
            Executor thread,
            Runnable offered) {
        this.registry = registry;
        this.admission = admission;
        this.tickets = new Tickets(registry.database());
        this.forsaken = new ForsakenTickets(registry, tickets, atWork);
        this.hearsOfAll = registry.database().dialect() == Dialect.POSTGRESQL;
        this.superfluous = hearsOfAll && !admission.hasLimits();
        this.thread = thread;
        this.offered = offered;
    }

    /** Whether no limit holds, so that whoever has a thread takes what goes next, and only what is lost is seen to here. */
    boolean isSuperfluous() {
        return superfluous;
    }

    /** There is a reason to look: soon, and once for all reasons that come together. */
    void wake() {
        if (superfluous) {
            offered.run();
        }
        boolean needed = !superfluous || isTimeToCount();
        if (needed && !closed && reasons.getAndIncrement() == 0) {
            try {
                thread.execute(this::rounds);
            } catch (RejectedExecutionException closing) {
                LOG.debug("The office is closed, and lets nothing in", closing);
            }
        }
    }

    /** A run has ended: another task may come in, if one waits. Of those that come meanwhile, everybody is told. */
    void ended() {
        if (!superfluous && !(allIn && hearsOfAll)) {
            wake();
        }
    }

    private void rounds() {
        int seen;
        do {
            seen = reasons.get();
            long began = System.nanoTime();
            while (letIn() == Round.TO_BE_REPEATED) {
                LockSupport.parkNanos(pauseAfter(began));
                began = System.nanoTime();
            }
            LockSupport.parkNanos(pauseAfter(began));
        } while (!closed && reasons.addAndGet(-seen) != 0);
    }

    /** However many reasons there are, no more than half of the time goes into rounds. */
    private static long pauseAfter(long began) {
        return Math.clamp(System.nanoTime() - began, SHORTEST_PAUSE, LONGEST_PAUSE);
    }

    /** What became of a round. */
    private enum Round {
        DONE,
        /** There is more to let in, or another process was at it. */
        TO_BE_REPEATED
    }

    private Round letIn() {
        try {
            int issued = closed ? 0 : issue();
            failures.succeeded();
            if (issued > 0) {
                offered.run();
            }
            boolean again = issued == MOST_AT_ONCE || issued == BUSY;
            return again ? Round.TO_BE_REPEATED : Round.DONE;
        } catch (RuntimeException e) {
            failures.failed(e);
            return Round.DONE;
        } catch (Error e) {
            LOG.warn("Nothing can be let in now; the next heartbeat tries again", e);
            return Round.DONE; // or there would never be another round
        }
    }

    private int issue() {
        Database database = registry.database();
        if (!superfluous) {
            return database.inTransaction(this::letIn);
        }
        database.inTransaction(
                connection -> Gates.tryToPass(database, connection, Gates.ADMISSION) && count(connection));
        return 0;
    }

    private boolean isTimeToCount() {
        return System.nanoTime() - countedAt >= NANOS_BETWEEN_COUNTS;
    }

    @CanIgnoreReturnValue
    private boolean count(Connection connection) throws SQLException {
        wanted = Math.max(LEAST_WAITING, TICKETS_PER_THREAD * registry.nodes().capacity(connection));
        countedAt = System.nanoTime();
        forsaken.putBack(connection);
        boolean released = tickets.release(connection) > 0;
        if (released) {
            offered.run();
        }
        return released;
    }

    private int letIn(Connection connection) throws SQLException {
        if (!Gates.tryToPass(registry.database(), connection, Gates.ADMISSION)) {
            return BUSY;
        }
        if (isTimeToCount()) {
            count(connection);
        }
        Line line = new Line(wanted * lookahead.factor(), tickets.waiting(connection));
        Optional<Priority> least = line.leastWithRoom();
        boolean any = least.isPresent()
                && tickets.anyToLetIn(connection, admission.types().keySet(), least.get());
        allIn = least.equals(Optional.of(Priority.LOW)) && !any;
        return any ? letIn(connection, line, least.orElseThrow()) : 0;
    }

    private int letIn(Connection connection, Line line, Priority least) throws SQLException {
        boolean ranOut = line.tickets() < wanted / 4;
        List<Candidate> holders = tickets.holders(connection, registry.backlog());
        Backlog.Next next = registry.backlog()
                .startable(connection, admission, holders, Math.min(line.room(least), MOST_AT_ONCE), least);
        List<Candidate> admitted =
                registry.letPass(connection, next).stream().filter(line::admits).toList();
        if (!admitted.isEmpty()) {
            lookahead.madeSome(ranOut, System.nanoTime());
            tickets.issue(connection, admitted, registry.clock().instant());
            Notices.send(connection, registry.database().dialect(), Notices.OFFERED);
        }
        return admitted.size();
    }

    /** Begins no round any more. */
    void close() {
        closed = true;
    }

    /** The tickets that nobody has taken yet. */
    private record Line(int wanted, Map<Priority, Integer> waiting) {

        int tickets() {
            return waiting.values().stream().mapToInt(Integer::intValue).sum();
        }

        /** What waits with the same priority, or a higher one, goes first. */
        int room(Priority priority) {
            return wanted
                    - waiting.entrySet().stream()
                            .filter(some -> some.getKey().compareTo(priority) >= 0)
                            .mapToInt(Map.Entry::getValue)
                            .sum();
        }

        /** Rounds are made when half of what is wanted has been taken, rather than for each one. */
        Optional<Priority> leastWithRoom() {
            return Stream.of(Priority.values())
                    .filter(priority -> room(priority) >= (wanted + 1) / 2)
                    .min(Comparator.naturalOrder());
        }

        /** Counts it as waiting, if there is room for it. */
        boolean admits(Candidate candidate) {
            boolean admitted = room(candidate.priority()) > 0;
            if (admitted) {
                waiting.merge(candidate.priority(), 1, Integer::sum);
            }
            return admitted;
        }
    }
}
