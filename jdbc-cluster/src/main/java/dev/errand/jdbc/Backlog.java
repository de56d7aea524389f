package dev.errand.jdbc;

import static java.util.Objects.requireNonNull;

import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.registry.Admission;
import dev.errand.registry.Candidate;
import dev.errand.registry.Holding;
import dev.errand.registry.Lease;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What waits, for room or for its time, and what belongs to whom.
 *
 * <p>Turns between owners are taken among the {@value #WINDOW} that would go first by priority and age, so that a queue of a
 * million does not have to be sorted again and again.
 */
final class Backlog {

    private static final int WINDOW = 50_000;
    private static final int LEAST_ASKED = 200;
    private static final String CANDIDATE = "id, type, tenant, owner, priority";
    private static final String HOLDING = "id, lease, state";

    private final Database database;

    Backlog(Database database) {
        this.database = database;
    }

    /** What may start, when so many run. */
    List<Candidate> startable(Admission admission, int atMost) {
        return admission.types().isEmpty()
                ? List.of()
                : database.alone(connection ->
                        startable(connection, admission, candidates(connection, "WHERE node IS NOT NULL"), atMost));
    }

    /** As {@link #startable}, for whoever knows better what is to be counted as running. */
    List<Candidate> startable(Connection connection, Admission admission, List<Candidate> running, int atMost)
            throws SQLException {
        Admission open = admission.withoutFullTypes(running);
        int asked = Math.max(LEAST_ASKED, 2 * (atMost + admission.taken().size()));
        while (true) {
            List<Candidate> waiting = inTurns(connection, open.types().keySet(), asked);
            List<Candidate> chosen = admission.choose(running, waiting, atMost);
            if (chosen.size() == atMost || waiting.size() < asked || asked >= WINDOW) {
                return chosen;
            }
            asked *= 8; // most of these belong to owners who have no room
        }
    }

    /** What would go first if everybody took turns, the first of each owner before the second of any. */
    private List<Candidate> inTurns(Connection connection, Set<String> types, int atMost) throws SQLException {
        if (types.isEmpty()) {
            return List.of();
        }
        String sql = "SELECT " + CANDIDATE + " FROM (SELECT " + CANDIDATE
                + ", ROW_NUMBER() OVER (PARTITION BY priority, tenant, owner ORDER BY id) AS turn FROM (SELECT "
                + CANDIDATE + " FROM errand_task WHERE state = 'QUEUED' AND type IN ("
                + String.join(", ", Collections.nCopies(types.size(), "?"))
                + ") ORDER BY priority DESC, id LIMIT " + WINDOW
                + ") first_by_age) with_turns ORDER BY priority DESC, turn, id LIMIT " + atMost;
        List<Candidate> found = database.legible(
                connection,
                sql,
                binder -> {
                    for (String type : types) {
                        binder.text(type);
                    }
                },
                this::candidate);
        return found.stream().sorted(Comparator.comparing(Candidate::task)).toList();
    }

    List<Candidate> candidates(Connection connection, String where) throws SQLException {
        return database.legible(
                connection, "SELECT " + CANDIDATE + " FROM errand_task " + where, binder -> {}, this::candidate);
    }

    Candidate candidate(ResultSet results) throws SQLException {
        return new Candidate(
                id(results),
                results.getString("type"),
                new Owner(results.getString("owner"), results.getString("tenant")),
                Priorities.of(results.getInt("priority")));
    }

    private TaskId id(ResultSet results) throws SQLException {
        return new TaskId(requireNonNull(database.dialect().id(results, "id")));
    }

    List<Holding> heldBy(UUID node) {
        return database.legible(
                "SELECT " + HOLDING + " FROM errand_task WHERE node = ?", binder -> binder.id(node), this::holding);
    }

    /** Only of types that are known here: how others are treated, those know who know them. */
    List<Holding> lapsed(Set<String> types, int atMost) {
        if (types.isEmpty()) {
            return List.of();
        }
        return database.legible(
                "SELECT " + HOLDING + " FROM errand_task WHERE node IS NOT NULL AND node NOT IN"
                        + " (SELECT id FROM errand_node WHERE alive_until > "
                        + database.dialect().nowMicros()
                        + ") AND type IN (" + String.join(", ", Collections.nCopies(types.size(), "?"))
                        + ") LIMIT " + atMost,
                binder -> {
                    for (String type : types) {
                        binder.text(type);
                    }
                },
                this::holding);
    }

    private Holding holding(ResultSet results) throws SQLException {
        return new Holding(
                id(results),
                new Lease(requireNonNull(database.dialect().id(results, "lease"))),
                TaskState.valueOf(results.getString("state")));
    }

    List<TaskId> due(int atMost) {
        return database.legible(
                "SELECT id FROM errand_task WHERE due_at <= "
                        + database.dialect().nowMicros() + " ORDER BY due_at, id LIMIT " + atMost,
                binder -> {},
                this::id);
    }

    long waiting() {
        return database.alone(connection -> count(connection, "", binder -> {}));
    }

    /** In the transaction of the host, those are counted that it has submitted; and it may hold the only connection. */
    long waitingOf(Owner owner, @Nullable Connection transaction) {
        try {
            return transaction == null
                    ? database.alone(connection -> waitingOf(connection, owner))
                    : waitingOf(transaction, owner);
        } catch (SQLException e) {
            throw Database.unavailable("does not answer within the transaction of the host", e);
        }
    }

    private long waitingOf(Connection connection, Owner owner) throws SQLException {
        return count(
                connection,
                " AND tenant = ? AND owner = ?",
                binder -> binder.text(owner.tenant()).text(owner.id()));
    }

    private long count(Connection connection, String condition, Database.Parameters parameters) throws SQLException {
        return database.query(
                        connection,
                        "SELECT COUNT(*) FROM errand_task WHERE state IN ('QUEUED', 'SCHEDULED') AND ended_at IS NULL"
                                + " AND attempt = 0" + condition,
                        parameters,
                        results -> results.getLong(1))
                .getFirst();
    }

    /** How many of its type go before a task by priority, turns and age, and one more. */
    OptionalInt positionOf(TaskId task) {
        String sql = "SELECT id FROM (SELECT id, priority,"
                + " ROW_NUMBER() OVER (PARTITION BY priority, tenant, owner ORDER BY id) AS turn FROM errand_task"
                + " WHERE state = 'QUEUED' AND type = (SELECT type FROM errand_task WHERE id = ?)) with_turns"
                + " ORDER BY priority DESC, turn, id LIMIT " + WINDOW;
        List<TaskId> before = database.legible(sql, binder -> binder.id(task.value()), this::id);
        int position = before.indexOf(task);
        return position < 0 ? OptionalInt.empty() : OptionalInt.of(position + 1);
    }
}
