package dev.errand.jdbc;

import dev.errand.Priority;
import dev.errand.jdbc.FairQueueing.Queue;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A round of the {@link TicketOffice} where no limit holds: who goes next is then a matter of order alone, and PostgreSQL does
 * all of it in one statement, without telling anybody what waits.
 *
 * <p>The statement sees what was committed when it began, and only then passes the gate; so it may make a ticket that another
 * round has just made, and leaves that one as it is.
 *
 * <p>It does not wait until it is on the disk: of tickets that the database forgets in a crash, new ones are made.
 */
final class UnlimitedAdmission {

    private static final String NO_TICKET =
            " AND id NOT IN (SELECT CAST(task_instance AS uuid) FROM " + Tickets.TABLE + ")";

    private final Database database;
    private final List<String> types;
    private final String sql;

    UnlimitedAdmission(Database database, Collection<String> types) {
        this.database = database;
        this.types = List.copyOf(types);
        this.sql = sql();
    }

    /**
     * What a round has done.
     *
     * @param turns the latest turn of each queue of which something was let in, with how many there were
     * @param had how many tickets waited before
     */
    record Round(List<Issued> turns, int had) {

        int issued() {
            return turns.stream().mapToInt(Issued::tickets).sum();
        }
    }

    /** Tickets for tasks of one queue, up to a turn. */
    record Issued(Queue queue, long turn, int tickets) {}

    private String sql() {
        String priorities = Stream.of(Priority.values())
                .map(priority -> "(" + Priorities.number(priority) + ")")
                .collect(Collectors.joining(", "));
        String ofType = "(SELECT id, type, priority, turn FROM errand_task WHERE state = 'QUEUED' AND type = ?"
                + " AND priority >= (SELECT MIN(priority) FROM room WHERE places >= ?)" + NO_TICKET
                + " ORDER BY priority DESC, turn, id LIMIT ?)";
        return "WITH gate AS MATERIALIZED (SELECT set_config('synchronous_commit', 'off', true) FROM errand_gate"
                + " WHERE name = '" + TicketOffice.GATE + "' FOR UPDATE SKIP LOCKED),"
                + " line AS MATERIALIZED (SELECT priority, COUNT(*) AS tickets FROM " + Tickets.TABLE
                + " WHERE NOT picked GROUP BY priority),"
                + " room AS MATERIALIZED (SELECT all_of_them.priority, ? - COALESCE((SELECT SUM(tickets) FROM line"
                + " WHERE line.priority >= all_of_them.priority), 0) AS places"
                + " FROM (VALUES " + priorities + ") AS all_of_them (priority), gate),"
                + " waiting AS (" + String.join(" UNION ALL ", Collections.nCopies(types.size(), ofType)) + "),"
                + " in_order AS (SELECT id, type, priority, turn,"
                + " ROW_NUMBER() OVER (ORDER BY priority DESC, turn, id) AS place FROM waiting),"
                + " next AS MATERIALIZED (SELECT id, type, in_order.priority, turn, place FROM in_order JOIN room"
                + " ON room.priority = in_order.priority WHERE place <= places),"
                + " issued AS (INSERT INTO " + Tickets.TABLE
                + " (task_name, task_instance, execution_time, picked, version, priority)"
                + " SELECT type, CAST(id AS text), ? + place * INTERVAL '1 microsecond', false, 1, priority FROM next"
                + " ON CONFLICT DO NOTHING RETURNING 1),"
                + " turns AS (SELECT type, priority, MAX(turn) AS turn, COUNT(*) AS tickets FROM next"
                + " GROUP BY type, priority),"
                + " passed AS (INSERT INTO errand_turn (type, priority, turn) SELECT type, priority, turn FROM turns"
                + " ON CONFLICT (type, priority) DO UPDATE SET turn = excluded.turn"
                + " WHERE errand_turn.turn < excluded.turn)"
                + " SELECT turns.*, (SELECT SUM(tickets) FROM line) AS had,"
                + " (SELECT pg_notify(?, ?) WHERE EXISTS (SELECT 1 FROM issued)) AS told"
                + " FROM gate LEFT JOIN turns ON true";
    }

    /**
     * Makes tickets.
     *
     * @param wanted how many are to wait; none are made where at least half of them do
     * @param now when the last of them is due
     * @return null if another process is at it
     */
    @Nullable Round letIn(Connection connection, int wanted, Instant now) throws SQLException {
        List<Row> rows = database.query(connection, sql, binder -> bind(binder, wanted, now), UnlimitedAdmission::row);
        return rows.isEmpty()
                ? null
                : new Round(
                        rows.stream().flatMap(Row::issued).toList(),
                        rows.getFirst().had());
    }

    private void bind(Binder binder, int wanted, Instant now) throws SQLException {
        binder.number(wanted);
        for (String type : types) {
            binder.text(type).number((wanted + 1) / 2).number(wanted);
        }
        binder.value((statement, index) -> TicketDialects.of(database.dialect())
                        .setInstant(statement, index, now.minus(wanted, ChronoUnit.MICROS)))
                .text(Notices.CHANNEL)
                .text(Notices.OFFERED);
    }

    /** One of the queues, if there is any, and what is the same for all. */
    private record Row(@Nullable Issued queue, int had) {

        Stream<Issued> issued() {
            return Stream.ofNullable(queue);
        }
    }

    private static Row row(ResultSet results) throws SQLException {
        String type = results.getString("type");
        int had = results.getInt("had");
        return type == null
                ? new Row(null, had)
                : new Row(
                        new Issued(
                                new Queue(type, Priorities.of(results.getInt("priority"))),
                                results.getLong("turn"),
                                results.getInt("tickets")),
                        had);
    }
}
