package dev.errand.jdbc;

import dev.errand.jdbc.queue.Tickets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tickets that this process has taken, and does not know of: the answer was lost when it took them, or the database was away
 * when it gave them back. Nobody else takes them for as long as this process is alive, so it has to put them back itself.
 *
 * <p>One that has just been taken may not have come to a thread yet, so a ticket must be found so twice. If it was about to
 * begin all the same, it begins once: that is for the row of its task to decide.
 */
final class ForsakenTickets {

    private static final Logger LOG = LoggerFactory.getLogger(ForsakenTickets.class);

    private final OpenRegistry registry;
    private final Tickets tickets;
    private final Supplier<Set<String>> atWork;

    /** Touched by one look at a time. */
    private Set<Tickets.Taken> suspects = Set.of();

    /**
     * Knows of none yet.
     *
     * @param atWork the tasks whose tickets this process works on
     */
    ForsakenTickets(OpenRegistry registry, Tickets tickets, Supplier<Set<String>> atWork) {
        this.registry = registry;
        this.tickets = tickets;
        this.atWork = atWork;
    }

    /** To be called again and again, with time in between. */
    void putBack(Connection connection) throws SQLException {
        List<Tickets.Taken> idle =
                tickets.takenAndNotBegun(connection, registry.node().id());
        Set<String> busy = atWork.get();
        Set<Tickets.Taken> forsaken = new HashSet<>();
        for (Tickets.Taken ticket : idle) {
            if (!busy.contains(ticket.task().toString())) {
                forsaken.add(ticket);
            }
        }
        forsaken.stream().filter(suspects::contains).forEach(this::putBack);
        suspects = forsaken;
    }

    private void putBack(Tickets.Taken ticket) {
        LOG.debug("The ticket of task {} was taken, and nobody works on it", ticket.task());
        registry.writer()
                .writeSoon(
                        ticket.task(), tickets.postpone(ticket, registry.clock().instant()));
    }
}
