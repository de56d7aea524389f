package dev.errand.jdbc.table;

import static java.util.Objects.requireNonNull;

import dev.errand.TaskId;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Micros;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;
import dev.errand.registry.NodeStatus;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The processes that share the tables, and until when each is taken to be alive: by the clock of the database. */
public final class Nodes {

    /** For how long one that is gone is still listed. */
    private static final long LISTED_MICROS = Duration.ofHours(1).toNanos() / 1_000;

    private final Database database;
    private final Words words = new Words();

    public Nodes(Database database) {
        this.database = database;
    }

    /** What the database said to a heartbeat. */
    public record Beat(boolean draining, Instant now) {}

    /** Says that a node is alive; enters it if it is new, or was struck out. */
    public Beat beat(Node node, Liveness liveness) {
        String now = database.dialect().nowMicros();
        long lease = liveness.lease().toNanos() / 1_000;
        return database.alone(connection -> {
            int known = database.update(
                    connection,
                    "UPDATE errand_node SET alive_until = " + now + " + ? WHERE id = ?",
                    binder -> binder.number(lease).id(node.id()));
            if (known == 0) {
                database.update(
                        connection,
                        "INSERT INTO errand_node (id, name, started_at, alive_until, draining, capacity, types)"
                                + " VALUES (?, ?, " + now + ", " + now + " + ?, ?, ?, ?)",
                        binder -> binder.id(node.id())
                                .text(node.name())
                                .number(lease)
                                .flag(false)
                                .number(node.capacity())
                                .text(words.writeNames(node.types())));
            }
            return database.query(
                            connection,
                            "SELECT draining, " + now + " AS now FROM errand_node WHERE id = ?",
                            binder -> binder.id(node.id()),
                            results -> new Beat(results.getBoolean("draining"), Micros.instant(results.getLong("now"))))
                    .getFirst();
        });
    }

    /** Of the node that runs a task; nodes that share tables have the same lease. */
    public Optional<Instant> heartbeatOf(TaskId task, Liveness liveness) {
        return database
                .query(
                        "SELECT alive_until FROM errand_node WHERE id = (SELECT node FROM errand_task WHERE id = ?)",
                        binder -> binder.id(task.value()),
                        results ->
                                Micros.instant(results.getLong("alive_until")).minus(liveness.lease()))
                .stream()
                .findFirst();
    }

    public void leave(Node node) {
        database.update("DELETE FROM errand_node WHERE id = ?", binder -> binder.id(node.id()));
    }

    public boolean drain(UUID node, boolean drain) {
        return database.update(
                        "UPDATE errand_node SET draining = ? WHERE id = ?",
                        binder -> binder.flag(drain).id(node))
                == 1;
    }

    /** How many tasks those that are alive run at the same time, all together. */
    public int capacity(Connection connection) throws SQLException {
        return database.query(
                        connection,
                        "SELECT COALESCE(SUM(capacity), 0) FROM errand_node WHERE alive_until > "
                                + database.dialect().nowMicros(),
                        binder -> {},
                        results -> results.getInt(1))
                .getFirst();
    }

    public List<NodeStatus> list() {
        String now = database.dialect().nowMicros();
        return database.legible(
                "SELECT id, name, started_at, alive_until, draining, capacity, types, " + now + " AS now,"
                        + " (SELECT COUNT(*) FROM errand_task WHERE node = errand_node.id) AS running"
                        + " FROM errand_node ORDER BY started_at DESC, id",
                binder -> {},
                this::status);
    }

    private NodeStatus status(ResultSet results) throws SQLException {
        Instant aliveUntil = Micros.instant(results.getLong("alive_until"));
        return new NodeStatus(
                new Node(
                        requireNonNull(database.dialect().id(results, "id")),
                        results.getString("name"),
                        Micros.instant(results.getLong("started_at")),
                        results.getInt("capacity"),
                        words.readNames(results.getString("types"))),
                aliveUntil,
                aliveUntil.isAfter(Micros.instant(results.getLong("now"))),
                results.getBoolean("draining"),
                results.getInt("running"));
    }

    /** The types that some node knows which is alive. */
    public Set<String> typesKnown() {
        return list().stream()
                .filter(NodeStatus::alive)
                .flatMap(status -> status.node().types().stream())
                .collect(Collectors.toSet());
    }

    /** Strikes out those that are gone for long, and left nothing behind. */
    public void forgetGone() {
        database.update(
                "DELETE FROM errand_node WHERE alive_until < "
                        + database.dialect().nowMicros() + " - ?"
                        + " AND id NOT IN (SELECT node FROM errand_task WHERE "
                        + database.dialect().runs() + ")",
                binder -> binder.number(LISTED_MICROS));
    }
}
