package dev.errand.jdbc.queue;

import com.github.kagkarlsson.scheduler.jdbc.DefaultJdbcCustomization;
import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.task.Execution;
import dev.errand.jdbc.sql.Binder;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.jdbc.sql.StatementBinder;
import dev.errand.jdbc.table.PauseTable;
import dev.errand.registry.RegistryUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due rows from the table of db-scheduler in a transaction of ours, where it needs more than one statement: MariaDB,
 * MySQL and H2.
 *
 * <p>db-scheduler would do so in one of its own, which keeps others out for hours if this process is frozen in it, and would
 * log an error with its stack at each look while the database is away.
 *
 * <p>Rows are looked at in the order of their index, and those that others have locked are passed over. H2 would lock all that
 * are due to find the first few; there each is taken on the condition that nobody else has.
 *
 * <p>Only rows of types that are known here are taken: others are for those who know them.
 */
final class TicketFetch extends DefaultJdbcCustomization {

    private static final Logger LOG = LoggerFactory.getLogger(TicketFetch.class);
    private static final String TAKE = "UPDATE " + Tickets.TABLE
            + " SET picked = ?, picked_by = ?, last_heartbeat = ?, version = version + 1"
            + " WHERE task_name = ? AND task_instance = ? AND version = ? AND picked = ?";

    private final Database database;
    private final Collection<String> types;
    private final TakenTogether taken;

    TicketFetch(Database database, Collection<String> types, TakenTogether taken) {
        super(database.dialect() != Dialect.H2);
        this.database = database;
        this.types = List.copyOf(types);
        this.taken = taken;
    }

    @Override
    public boolean supportsSingleStatementLockAndFetch() {
        return true;
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        try {
            return database.inTransaction(connection -> {
                List<Execution> executions = take(connection, due(connection, context, now, limit), context, now);
                taken.on(connection, executions);
                return executions;
            });
        } catch (RegistryUnavailableException away) {
            LOG.debug("No ticket can be taken now; that the database is away, the heart tells", away);
            return List.of();
        }
    }

    private List<Execution> due(Connection connection, JdbcTaskRepositoryContext context, Instant now, int limit)
            throws SQLException {
        boolean locks = database.dialect() != Dialect.H2;
        String sql = "SELECT * FROM " + Tickets.TABLE + (locks ? " FORCE INDEX (errand_ticket_next)" : "")
                + " WHERE picked = ? AND execution_time <= ? AND task_name IN (" + Binder.marks(types.size())
                + ")" + PauseTable.TICKET_NOT_PAUSED + " ORDER BY priority DESC, execution_time ASC LIMIT " + limit
                + (locks ? " FOR UPDATE SKIP LOCKED" : "");
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new StatementBinder(statement, database.dialect())
                    .flag(false)
                    .value((set, index) -> setInstant(set, index, now))
                    .texts(types);
            try (ResultSet results = statement.executeQuery()) {
                return context.resultSetMapper.get().map(results);
            }
        }
    }

    private List<Execution> take(
            Connection connection, List<Execution> due, JdbcTaskRepositoryContext context, Instant now)
            throws SQLException {
        if (due.isEmpty()) {
            return due;
        }
        String node = context.schedulerName.getName();
        try (PreparedStatement statement = connection.prepareStatement(TAKE)) {
            for (Execution one : due) {
                new StatementBinder(statement, database.dialect())
                        .flag(true)
                        .text(node)
                        .value((set, index) -> setInstant(set, index, now))
                        .text(one.taskInstance.getTaskName())
                        .text(one.taskInstance.getId())
                        .number(one.version)
                        .flag(false);
                statement.addBatch();
            }
            int[] rows = statement.executeBatch();
            List<Execution> ours = new ArrayList<>();
            for (int i = 0; i < rows.length; i++) {
                if (rows[i] == 1 || rows[i] == Statement.SUCCESS_NO_INFO) { // of a row that is locked
                    ours.add(due.get(i).updateToPicked(node, now));
                }
            }
            return ours;
        }
    }
}
