package dev.errand.jdbc.queue;

import com.github.kagkarlsson.scheduler.jdbc.JdbcCustomization;
import dev.errand.Priority;
import dev.errand.TaskId;
import dev.errand.jdbc.sql.Binder;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.jdbc.sql.Each;
import dev.errand.jdbc.sql.Write;
import dev.errand.jdbc.table.PauseTable;
import dev.errand.jdbc.table.Priorities;
import dev.errand.jdbc.table.TaskRow;
import dev.errand.registry.Candidate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The table of db-scheduler, as we use it: a row for each task that was let in, with nothing in it but the type and the id. It
 * only says who may begin; what a task is and who runs it, its own row says.
 */
public final class Tickets {

    public static final String TABLE = "errand_ticket";
    private static final String THIS = " WHERE task_name = ? AND task_instance = ? AND version = ?";
    private static final String GIVE_BACK = "DELETE FROM " + TABLE + " WHERE task_name = ? AND task_instance = ?"
            + " AND EXISTS (SELECT 1 FROM errand_task WHERE id = ? AND stamp = ?)";
    private static final String GIVE_MANY_BACK = "DELETE FROM " + TABLE + " USING "
            + Each.of(List.of(
                    new Each.Parameter("type", "text"),
                    new Each.Parameter("ticket", "text"),
                    new Each.Parameter("task", "uuid"),
                    new Each.Parameter("written", "bigint")))
            + " WHERE task_name = each.type AND task_instance = each.ticket"
            + " AND EXISTS (SELECT 1 FROM errand_task WHERE id = each.task AND stamp = each.written)"
            + Each.returning();
    private static final int MICROS_BETWEEN = 1_000;

    private final Database database;
    private final JdbcCustomization times;

    public Tickets(Database database) {
        this.database = database;
        this.times = TicketDialects.of(database.dialect());
    }

    /** With a change that lets a task leave the queue or the running: if that has happened. */
    public static Write.Step giveBack(TaskRow after) {
        String type = after.snapshot().submission().type();
        return new Write.Step(
                GIVE_BACK,
                binder -> binder.text(type)
                        .text(after.id().toString())
                        .id(after.id().value())
                        .number(after.stamp()),
                Optional.of(GIVE_MANY_BACK));
    }

    /** A ticket that led nowhere. A new one is made if its task still waits. */
    public static Write drop(Taken ticket) {
        return Write.of("DELETE FROM " + TABLE + THIS, ticket::bind);
    }

    /** The tasks that have a ticket, or run without one. */
    public List<Candidate> holders(Connection connection, Backlog backlog) throws SQLException {
        String tickets = "(SELECT " + taskId() + " FROM " + TABLE + ")";
        // PostgreSQL guesses how many tickets there are, and may read all the tasks instead
        boolean guesses = database.dialect() == Dialect.POSTGRESQL;
        String withTicket = guesses ? "id = ANY (ARRAY" + tickets + ")" : "id IN " + tickets;
        return backlog.candidates(
                connection, Backlog.which(database.dialect().runs()) + " UNION " + Backlog.which(withTicket));
    }

    /** Whether tasks of some types, of a priority or a higher one, wait for a ticket. */
    public boolean anyToLetIn(Connection connection, Collection<String> types, Priority least) throws SQLException {
        return !types.isEmpty()
                && !database.query(
                                connection,
                                "SELECT 1 FROM errand_task WHERE state = 'QUEUED' AND type IN ("
                                        + Binder.marks(types.size())
                                        + ") AND priority >= ?" + PauseTable.NOT_PAUSED + " AND id NOT IN (SELECT "
                                        + taskId() + " FROM " + TABLE
                                        + ") LIMIT 1",
                                binder -> binder.texts(types).number(Priorities.number(least)),
                                results -> true)
                        .isEmpty();
    }

    private String taskId() {
        return switch (database.dialect()) {
            case POSTGRESQL, H2 -> "CAST(task_instance AS uuid)";
            case MARIADB, MYSQL, SQLITE -> "task_instance";
        };
    }

    /** How many tickets wait for somebody to take them. */
    public Map<Priority, Integer> waiting(Connection connection) throws SQLException {
        Map<Priority, Integer> waiting = new EnumMap<>(Priority.class);
        database.query(
                        connection,
                        "SELECT priority, COUNT(*) AS tickets FROM " + TABLE + " WHERE picked = ? GROUP BY priority",
                        binder -> binder.flag(false),
                        results -> Map.entry(Priorities.of(results.getInt("priority")), results.getInt("tickets")))
                .forEach(some -> waiting.put(some.getKey(), some.getValue()));
        return waiting;
    }

    /** Makes tickets, to be taken in this order. */
    public void issue(Connection connection, List<Candidate> candidates, Instant now) throws SQLException {
        String sql = "INSERT INTO " + TABLE
                + " (task_name, task_instance, execution_time, picked, version, priority) VALUES (?, ?, ?, ?, 1, ?)";
        Instant first = now.minus(Duration.ofNanos((long) candidates.size() * MICROS_BETWEEN));
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            int place = 0;
            for (Candidate candidate : candidates) {
                statement.setString(1, candidate.type());
                statement.setString(2, candidate.task().toString());
                times.setInstant(statement, 3, first.plusNanos((long) place++ * MICROS_BETWEEN));
                statement.setBoolean(4, false);
                statement.setLong(5, Priorities.number(candidate.priority()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    /** Lets others take what a process has taken that is gone: it has not begun. */
    public int release(Connection connection) throws SQLException {
        return database.update(
                connection,
                "UPDATE " + TABLE + " SET picked = ?, picked_by = NULL, last_heartbeat = NULL, version = version + 1"
                        + " WHERE picked = ? AND picked_by NOT IN (SELECT " + nodeName()
                        + " FROM errand_node WHERE alive_until > "
                        + database.dialect().nowMicros() + ")",
                binder -> binder.flag(false).flag(true));
    }

    /**
     * A ticket that somebody has taken.
     *
     * @param type of its task
     * @param task to be run
     * @param version of the ticket
     */
    public record Taken(String type, TaskId task, long version) {

        private void bind(Binder binder) throws SQLException {
            binder.text(type).text(task.toString()).number(version);
        }
    }

    /** What a node has taken whose tasks no attempt has yet. */
    public List<Taken> takenAndNotBegun(Connection connection, UUID node) throws SQLException {
        return database.query(
                connection,
                "SELECT task_name, task_instance, version FROM " + TABLE + " WHERE picked = ? AND picked_by = ? AND "
                        + taskId() + " NOT IN (SELECT id FROM errand_task WHERE "
                        + database.dialect().runs() + ")",
                binder -> binder.flag(true).text(node.toString()),
                results -> new Taken(
                        results.getString("task_name"),
                        TaskId.parse(results.getString("task_instance")),
                        results.getLong("version")));
    }

    private String nodeName() {
        return switch (database.dialect()) {
            case POSTGRESQL, H2 -> "CAST(id AS varchar(36))";
            case MARIADB, MYSQL, SQLITE -> "id";
        };
    }

    /** Leaves a task to others for a while. */
    public Write postpone(Taken ticket, Instant until) {
        return Write.of(
                "UPDATE " + TABLE + " SET picked = ?, picked_by = NULL, last_heartbeat = NULL, version = version + 1,"
                        + " execution_time = ?" + THIS,
                binder -> ticket.bind(
                        binder.flag(false).value((statement, index) -> times.setInstant(statement, index, until))));
    }
}
