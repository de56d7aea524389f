package dev.errand.jdbc.queue;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
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
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due rows from the table of db-scheduler in one statement of PostgreSQL, in a transaction of ours, and no more than were asked for.
 *
 * <p>db-scheduler's own statement has the rows in {@code WHERE ... IN (SELECT ... FOR UPDATE SKIP LOCKED LIMIT n)}. With
 * statistics that are out of date PostgreSQL may run that inner select again for each outer row, and then one process takes
 * everything there is: what it has no threads for gets no sign of life, is taken for dead, and runs a second time. A common
 * table expression that is {@code MATERIALIZED} is run once.
 *
 * <p>Only rows of types that are known here are taken: others are for those who know them.
 *
 * <p>Where no limit holds, who goes next is a matter of order alone, and nobody need be asked: the same statement makes and
 * takes tickets for the first of the queue. It sees what was committed when it began, so it may find a task that has got its
 * ticket meanwhile, and leaves that one as it is.
 *
 * <p>Nothing of this waits until it is on the disk: what the database forgets in a crash is taken again, and whoever does so
 * finds out from the row of the task if it has begun.
 */
final class SafePostgresFetch extends PostgreSqlJdbcCustomization {

    private static final Logger LOG = LoggerFactory.getLogger(SafePostgresFetch.class);
    private static final String ORDER = " ORDER BY priority DESC, execution_time";
    private static final String QUEUED = "SELECT * FROM (SELECT id, type, priority, turn FROM errand_task"
            + " WHERE state = 'QUEUED' AND type = ?" + PauseTable.NOT_PAUSED + " AND NOT EXISTS (SELECT 1 FROM "
            + Tickets.TABLE
            + " WHERE task_name = type AND task_instance = CAST(id AS text))"
            + " ORDER BY priority DESC, turn, id LIMIT ? FOR UPDATE SKIP LOCKED) AS of_type";

    /**
     * What is taken.
     *
     * @param types of tasks
     * @param straight whether tasks are taken from the queue that have no ticket yet
     */
    record Range(List<String> types, boolean straight) {

        Range(Collection<String> types, boolean straight) {
            this(List.copyOf(types), straight);
        }
    }

    private final Database database;
    private final Range range;
    private final TakenTogether taken;
    private final String sql;

    SafePostgresFetch(Database database, Range range, TakenTogether taken) {
        super(false, false);
        this.database = database;
        this.range = range;
        this.taken = taken;
        this.sql = "WITH next AS MATERIALIZED (SELECT task_name, task_instance FROM " + Tickets.TABLE
                + " WHERE picked = ? AND execution_time <= ? AND task_name IN ("
                + Binder.marks(range.types.size()) + ")" + PauseTable.TICKET_NOT_PAUSED + ORDER
                + " FOR UPDATE SKIP LOCKED LIMIT ?)"
                + ", taken AS (UPDATE " + Tickets.TABLE
                + " t SET picked = ?, picked_by = ?, last_heartbeat = ?, version = version + 1 FROM next"
                + " WHERE t.task_name = next.task_name AND t.task_instance = next.task_instance RETURNING t.*)"
                + (range.straight ? straight() : "")
                + " SELECT *, set_config('synchronous_commit', 'off', true) FROM "
                + (range.straight ? "(SELECT * FROM taken UNION ALL SELECT * FROM made) AS mine" : "taken")
                + ORDER;
    }

    private String straight() {
        return ", waiting AS MATERIALIZED ("
                + String.join(" UNION ALL ", Collections.nCopies(range.types.size(), QUEUED)) + ")"
                + ", chosen AS MATERIALIZED (SELECT *, ROW_NUMBER() OVER (ORDER BY priority DESC, turn, id) AS place"
                + " FROM waiting ORDER BY place LIMIT ? - (SELECT COUNT(*) FROM next))"
                + ", made AS (INSERT INTO " + Tickets.TABLE
                + " (task_name, task_instance, execution_time, picked, picked_by, last_heartbeat, version, priority)"
                + " SELECT type, CAST(id AS text), ? + place * INTERVAL '1 microsecond', ?, ?, ?, 1, priority FROM chosen"
                + " ON CONFLICT DO NOTHING RETURNING *)"
                + ", passed AS (INSERT INTO errand_turn (type, priority, turn)"
                + " SELECT type, priority, MAX(turn) FROM chosen GROUP BY type, priority ORDER BY type, priority"
                + " ON CONFLICT (type, priority) DO UPDATE SET turn = excluded.turn"
                + " WHERE errand_turn.turn < excluded.turn)";
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        try {
            return database.inTransaction(connection -> {
                List<Execution> executions = take(connection, context, now, limit);
                taken.on(connection, executions);
                return executions;
            });
        } catch (RegistryUnavailableException away) {
            LOG.debug("No ticket can be taken now; that the database is away, the heart tells", away);
            return List.of();
        }
    }

    private List<Execution> take(Connection connection, JdbcTaskRepositoryContext context, Instant now, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            bind(statement, context, now, limit);
            try (ResultSet results = statement.executeQuery()) {
                return context.resultSetMapper.get().map(results);
            }
        }
    }

    private void bind(PreparedStatement statement, JdbcTaskRepositoryContext context, Instant now, int limit)
            throws SQLException {
        String node = context.schedulerName.getName();
        Binder binder = new StatementBinder(statement, Dialect.POSTGRESQL)
                .flag(false)
                .value((any, index) -> setInstant(any, index, now))
                .texts(range.types)
                .number(limit)
                .flag(true)
                .text(node)
                .value((any, index) -> setInstant(any, index, now));
        if (range.straight) {
            for (String type : range.types) {
                binder.text(type).number(limit);
            }
            binder.number(limit)
                    .value((any, index) -> setInstant(any, index, now))
                    .flag(true)
                    .text(node)
                    .value((any, index) -> setInstant(any, index, now));
        }
    }
}
