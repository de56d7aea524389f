package dev.errand.jdbc;

import com.github.kagkarlsson.scheduler.jdbc.JdbcTaskRepositoryContext;
import com.github.kagkarlsson.scheduler.jdbc.PostgreSqlJdbcCustomization;
import com.github.kagkarlsson.scheduler.task.Execution;
import com.github.kagkarlsson.shaded.jdbc.SQLRuntimeException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes due rows from the table of db-scheduler in one statement of PostgreSQL, and no more than were asked for.
 *
 * <p>db-scheduler's own statement has the rows in {@code WHERE ... IN (SELECT ... FOR UPDATE SKIP LOCKED LIMIT n)}. With
 * statistics that are out of date PostgreSQL may run that inner select again for each outer row, and then one process takes
 * everything there is: what it has no threads for gets no sign of life, is taken for dead, and runs a second time. A common
 * table expression that is {@code MATERIALIZED} is run once.
 *
 * <p>It does not wait until that is on the disk: of what the database forgets in a crash, somebody takes it again, and finds
 * out from the row of the task if it has begun.
 *
 * <p>Only rows of types that are known here are taken: others are for those who know them.
 */
final class SafePostgresFetch extends PostgreSqlJdbcCustomization {

    private static final Logger LOG = LoggerFactory.getLogger(SafePostgresFetch.class);

    private final Collection<String> types;
    private final Consumer<List<Execution>> taken;

    SafePostgresFetch(Collection<String> types, Consumer<List<Execution>> taken) {
        super(false, false);
        this.types = List.copyOf(types);
        this.taken = taken;
    }

    @Override
    public List<Execution> lockAndFetchSingleStatement(
            JdbcTaskRepositoryContext context, Instant now, int limit, boolean orderByPriority) {
        String order = orderByPriority ? " ORDER BY priority DESC, execution_time ASC" : " ORDER BY execution_time ASC";
        String sql = "WITH next AS MATERIALIZED (SELECT task_name, task_instance FROM " + Tickets.TABLE
                + " WHERE picked = ? AND execution_time <= ? AND task_name IN ("
                + Binder.marks(types.size()) + ")" + order
                + " FOR UPDATE SKIP LOCKED LIMIT " + limit
                + "), taken AS (UPDATE " + Tickets.TABLE
                + " t SET picked = ?, picked_by = ?, last_heartbeat = ?, version = version + 1 FROM next"
                + " WHERE t.task_name = next.task_name AND t.task_instance = next.task_instance RETURNING t.*)"
                + " SELECT *, set_config('synchronous_commit', 'off', true) FROM taken" + order;
        try {
            List<Execution> executions = context.jdbcRunner.query(
                    sql, statement -> bind(statement, context, now), context.resultSetMapper.get());
            taken.accept(executions);
            return executions;
        } catch (SQLRuntimeException away) {
            LOG.debug("No ticket can be taken now; that the database is away, the heart tells", away);
            return List.of();
        }
    }

    private void bind(PreparedStatement statement, JdbcTaskRepositoryContext context, Instant now) throws SQLException {
        int index = 1;
        statement.setBoolean(index++, false);
        setInstant(statement, index++, now);
        for (String type : types) {
            statement.setString(index++, type);
        }
        statement.setBoolean(index++, true);
        statement.setString(index++, context.schedulerName.getName());
        setInstant(statement, index, now);
    }
}
