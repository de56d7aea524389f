package dev.errand.jdbc.queue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.jdbc.queue.FairQueueing.Queue;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.SqlStates;
import dev.errand.jdbc.table.Priorities;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** How far the turns have come, for all processes. */
public final class TurnTable {

    private final Database database;
    private final ConcurrentMap<Queue, Long> untold = new ConcurrentHashMap<>();

    public TurnTable(Database database) {
        this.database = database;
    }

    /** Tells what others have let pass. */
    public void read(FairQueueing turns) {
        database.query(
                        "SELECT type, priority, turn FROM errand_turn",
                        binder -> {},
                        results -> Map.entry(
                                new Queue(results.getString("type"), Priorities.of(results.getInt("priority"))),
                                results.getLong("turn")))
                .forEach(passed -> turns.pass(passed.getKey(), passed.getValue()));
    }

    /** Remembers what has passed, until others are told. */
    public void note(Queue queue, long turn) {
        untold.merge(queue, turn, Math::max);
    }

    /** Tells others what was noted. They ask with every beat only, so to tell them more often would be a commit for nobody. */
    public void tell() {
        untold.forEach((queue, turn) -> {
            boolean unused = database.alone(connection -> {
                pass(connection, queue, turn);
                return untold.remove(queue, turn);
            });
        });
    }

    /** Tells others what has passed. */
    public void pass(Connection connection, Queue queue, long turn) throws SQLException {
        if (raise(connection, queue, turn) == 0 && enter(connection, queue, turn) == 0) {
            raise(connection, queue, turn);
        }
    }

    @CanIgnoreReturnValue
    private int raise(Connection connection, Queue queue, long turn) throws SQLException {
        return database.update(
                connection,
                "UPDATE errand_turn SET turn = CASE WHEN turn < ? THEN ? ELSE turn END WHERE type = ? AND priority = ?",
                binder -> binder.number(turn)
                        .number(turn)
                        .text(queue.type())
                        .number(Priorities.number(queue.priority())));
    }

    private int enter(Connection connection, Queue queue, long turn) throws SQLException {
        try {
            return database.update(
                    connection,
                    "INSERT INTO errand_turn (type, priority, turn) VALUES (?, ?, ?)"
                            + database.dialect().onConflictDoNothing(),
                    binder -> binder.text(queue.type())
                            .number(Priorities.number(queue.priority()))
                            .number(turn));
        } catch (SQLException e) {
            if (SqlStates.isDuplicate(e)) {
                return 0;
            }
            throw e;
        }
    }
}
