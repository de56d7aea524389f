package dev.errand.jdbc;

import dev.errand.registry.Admission;
import dev.errand.registry.Candidate;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
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
    private static final String GATE = "admission";
    private static final int LEAST_WAITING = 64;
    private static final int MOST_AT_ONCE = 1_000;
    private static final long NANOS_BETWEEN_COUNTS = Duration.ofSeconds(1).toNanos();

    private final OpenRegistry registry;
    private final Admission admission;
    private final Tickets tickets;
    private final Executor thread;
    private final Runnable offered;
    private final AtomicInteger reasons = new AtomicInteger();

    /** Touched by one round at a time. */
    private int wanted = LEAST_WAITING;

    private long countedAt = System.nanoTime() - NANOS_BETWEEN_COUNTS;

    /**
     * Lets nothing in yet.
     *
     * @param thread where to do so
     * @param offered is told that there are tickets to take
     */
    TicketOffice(OpenRegistry registry, Admission admission, Tickets tickets, Executor thread, Runnable offered) {
        this.registry = registry;
        this.admission = admission;
        this.tickets = tickets;
        this.thread = thread;
        this.offered = offered;
    }

    /** There is a reason to look: soon, and once for all reasons that come together. */
    void wake() {
        if (reasons.getAndIncrement() == 0) {
            thread.execute(this::rounds);
        }
    }

    private void rounds() {
        int seen;
        do {
            seen = reasons.get();
            try {
                letIn();
            } catch (RuntimeException e) {
                LOG.debug("Nothing can be let in now; the next heartbeat tries again", e);
            }
        } while (reasons.addAndGet(-seen) != 0);
    }

    private void letIn() {
        boolean some;
        do {
            int issued = registry.database().inTransaction(this::letIn);
            some = issued == MOST_AT_ONCE;
            if (issued > 0) {
                offered.run();
            }
        } while (some);
    }

    private int letIn(Connection connection) throws SQLException {
        Gates.pass(registry.database(), connection, GATE);
        if (System.nanoTime() - countedAt >= NANOS_BETWEEN_COUNTS) {
            wanted = Math.max(LEAST_WAITING, 2 * registry.nodes().capacity(connection));
            countedAt = System.nanoTime();
            if (tickets.release(connection) > 0) {
                offered.run();
            }
        }
        int[] waiting = tickets.waiting(connection);
        int room = roomFor(waiting, Priorities.COUNT - 1);
        if (room <= 0) {
            return 0;
        }
        List<Candidate> holders = tickets.holders(connection, registry.backlog());
        List<Candidate> next =
                registry.backlog().startable(connection, admission, holders, Math.min(room, MOST_AT_ONCE)).stream()
                        .filter(candidate -> isWanted(waiting, candidate))
                        .toList();
        if (!next.isEmpty()) {
            tickets.issue(connection, next, registry.clock().instant());
            registry.notices().send(connection, Notices.OFFERED);
        }
        return next.size();
    }

    /** What waits with the same priority, or a higher one, goes first. */
    private int roomFor(int[] waiting, int priority) {
        int before = 0;
        for (int higher = priority; higher < waiting.length; higher++) {
            before += waiting[higher];
        }
        return wanted - before;
    }

    /** Counts it as waiting, if there is room for it. */
    private boolean isWanted(int[] waiting, Candidate candidate) {
        int priority = (int) Priorities.number(candidate.priority());
        boolean fits = roomFor(waiting, priority) > 0;
        if (fits) {
            waiting[priority]++;
        }
        return fits;
    }
}
