package dev.errand.jdbc.queue;

import static java.util.Objects.requireNonNull;

import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.TaskId;
import dev.errand.TaskState;
import dev.errand.jdbc.queue.FairQueueing.Queue;
import dev.errand.jdbc.sql.Binder;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Micros;
import dev.errand.jdbc.table.Gates;
import dev.errand.jdbc.table.PauseTable;
import dev.errand.jdbc.table.Priorities;
import dev.errand.registry.Admission;
import dev.errand.registry.Candidate;
import dev.errand.registry.Holding;
import dev.errand.registry.Lease;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What waits, for room or for its time, and what belongs to whom. */
public final class Backlog {

    private static final int WINDOW = 10_000;
    private static final int FARTHEST = 1_000;
    private static final int LEAST_ASKED = 200;
    private static final int MOST_LEFT_OUT = 50;
    private static final String CANDIDATE = "id, type, tenant, owner, priority";
    private static final String HOLDING = "id, lease, state";

    private final Database database;

    public Backlog(Database database) {
        this.database = database;
    }

    /**
     * What may start next.
     *
     * @param candidates in their order
     * @param turns the latest turn of each queue that goes with them
     */
    public record Next(List<Candidate> candidates, Map<Queue, Long> turns) {}

    /** One that waits, and its turn. */
    private record Waiting(Candidate candidate, long turn) {

        Queue queue() {
            return new Queue(candidate.type(), candidate.priority());
        }
    }

    /** Where in the queue of its type one stands. */
    private record Place(String type, long priority, long turn, TaskId task) {}

    /**
     * What may start. Where no limit holds, all of a few that wait may; what runs is looked at for the order of their owners
     * alone.
     */
    public Next startable(Connection connection, Admission admission, int atMost) throws SQLException {
        if (!admission.hasLimits()) {
            int asked = rounded(atMost + admission.taken().size() + 1);
            Order order = new Order(admission.types().keySet(), List.of(), Priority.LOW);
            List<Waiting> waiting = inOrder(connection, order, asked);
            if (waiting.size() < asked) {
                List<Candidate> running = areOfOneOwner(waiting) ? List.of() : running(connection);
                return chosen(admission, running, waiting, atMost);
            }
        }
        return startable(connection, admission, running(connection), atMost, Priority.LOW);
    }

    /** So that there are few statements, which a database has to read and plan once. */
    private static int rounded(int atLeast) {
        return Integer.highestOneBit(2 * atLeast - 1);
    }

    private static boolean areOfOneOwner(List<Waiting> waiting) {
        return waiting.stream()
                        .map(one -> one.candidate.owner())
                        .distinct()
                        .limit(2)
                        .count()
                < 2;
    }

    private static Next chosen(Admission admission, List<Candidate> running, List<Waiting> waiting, int atMost) {
        List<Candidate> oldestFirst = waiting.stream()
                .map(Waiting::candidate)
                .sorted(Comparator.comparing(Candidate::task))
                .toList();
        List<Candidate> chosen = admission.choose(running, oldestFirst, atMost);
        return new Next(chosen, turnsOf(chosen, waiting));
    }

    /** As {@link #startable}, for whoever knows better what is to be counted as running. */
    public Next startable(
            Connection connection, Admission admission, List<Candidate> running, int atMost, Priority least)
            throws SQLException {
        Admission open = admission.withRoom(running);
        if (open.types().isEmpty()) {
            return new Next(List.of(), Map.of());
        }
        List<Owner> full = open.ownersWithoutRoom(running);
        int asked =
                rounded(Math.max(LEAST_ASKED, 2 * (atMost + admission.taken().size())));
        while (true) {
            Order order =
                    new Order(open.types().keySet(), full.subList(0, Math.min(full.size(), MOST_LEFT_OUT)), least);
            List<Waiting> waiting = inOrder(connection, order, asked);
            Next next = chosen(admission, running, waiting, atMost);
            if (next.candidates().size() == atMost || waiting.size() < asked || asked >= WINDOW) {
                return next;
            }
            asked *= 8; // most of these belong to owners who have no room
        }
    }

    private static Map<Queue, Long> turnsOf(List<Candidate> chosen, List<Waiting> waiting) {
        Set<TaskId> ids = chosen.stream().map(Candidate::task).collect(Collectors.toSet());
        return waiting.stream()
                .filter(one -> ids.contains(one.candidate.task()))
                .collect(Collectors.toMap(Waiting::queue, Waiting::turn, Math::max));
    }

    /** Which types are looked at, which owners are left out, and the least priority. */
    private record Order(Collection<String> types, List<Owner> without, Priority least) {}

    /** The first of each type, by priority, turn and age. */
    private List<Waiting> inOrder(Connection connection, Order order, int ofEach) throws SQLException {
        String leftOut = " AND NOT (tenant = ? AND owner = ?)".repeat(order.without.size());
        String ofType = "SELECT * FROM (SELECT " + CANDIDATE + ", turn FROM errand_task WHERE state = 'QUEUED'"
                + " AND type = ? AND priority >= ?" + PauseTable.NOT_PAUSED + leftOut
                + " ORDER BY " + database.dialect().beginningOfQueueOrder() + "priority DESC, turn, id LIMIT " + ofEach
                + ") of_type";
        return database.legible(
                connection,
                String.join(" UNION ALL ", Collections.nCopies(order.types.size(), ofType)),
                binder -> {
                    for (String type : order.types) {
                        binder.text(type).number(Priorities.number(order.least));
                        for (Owner owner : order.without) {
                            binder.text(owner.tenant()).text(owner.id());
                        }
                    }
                },
                results -> new Waiting(candidate(results), results.getLong("turn")));
    }

    List<Candidate> running(Connection connection) throws SQLException {
        return candidates(connection, which(database.dialect().runs()));
    }

    /** The tasks of a query. */
    List<Candidate> candidates(Connection connection, String sql) throws SQLException {
        return database.legible(connection, sql, binder -> {}, this::candidate);
    }

    /** A query for {@link #candidates}. */
    static String which(String condition) {
        return "SELECT " + CANDIDATE + " FROM errand_task WHERE " + condition;
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

    public List<Holding> heldBy(UUID node) {
        return database.legible(
                "SELECT " + HOLDING + " FROM errand_task WHERE node = ?", binder -> binder.id(node), this::holding);
    }

    /** Only of types that are known here: how others are treated, those know who know them. */
    public List<Holding> lapsed(Set<String> types, int atMost) {
        if (types.isEmpty()) {
            return List.of();
        }
        return database.legible(
                "SELECT " + HOLDING + " FROM errand_task WHERE "
                        + database.dialect().runs() + " AND node NOT IN"
                        + " (SELECT id FROM errand_node WHERE alive_until > "
                        + database.dialect().nowMicros()
                        + ") AND type IN (" + Binder.marks(types.size())
                        + ") LIMIT " + atMost,
                binder -> binder.texts(types),
                this::holding);
    }

    private Holding holding(ResultSet results) throws SQLException {
        return new Holding(
                id(results),
                new Lease(requireNonNull(database.dialect().id(results, "lease"))),
                TaskState.valueOf(results.getString("state")));
    }

    public List<TaskId> due(int atMost) {
        return database.legible(
                "SELECT id FROM errand_task WHERE due_at <= "
                        + database.dialect().nowMicros() + " ORDER BY due_at, id LIMIT " + atMost,
                binder -> {},
                this::id);
    }

    /** Those of other types than some that have waited since a certain time, the oldest first. */
    public List<Candidate> waitingSince(Instant limit, Set<String> without, int atMost) {
        String otherTypes = without.isEmpty() ? "" : " AND type NOT IN (" + Binder.marks(without.size()) + ")";
        return database.legible(
                "SELECT " + CANDIDATE + " FROM errand_task WHERE state = 'QUEUED' AND starts_at < ?" + otherTypes
                        + " ORDER BY id LIMIT " + atMost,
                binder -> binder.number(Micros.of(limit)).texts(without),
                this::candidate);
    }

    public long waiting() {
        return database.reading(connection -> count(connection, "", binder -> {}));
    }

    /** In the transaction of the host, those are counted that it has submitted; and it may hold the only connection. */
    public long waitingOf(Owner owner, @Nullable Connection transaction) {
        try {
            if (transaction == null) {
                return database.reading(connection -> waitingOf(connection, owner));
            }
            Gates.beforeAsking(database, transaction);
            return waitingOf(transaction, owner);
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

    /**
     * How many of its type go before a task by priority, turn and age, and one more. More than {@value #FARTHEST} are not counted:
     * each page that shows a waiting task asks for this, and a backlog may be long.
     */
    public OptionalInt positionOf(TaskId task) {
        return database.reading(connection -> {
            List<Place> places = database.query(
                    connection,
                    "SELECT type, priority, turn FROM errand_task WHERE id = ? AND state = 'QUEUED'",
                    binder -> binder.id(task.value()),
                    results -> new Place(
                            results.getString("type"), results.getLong("priority"), results.getLong("turn"), task));
            return places.isEmpty()
                    ? OptionalInt.empty()
                    : OptionalInt.of(earlierThan(connection, places.getFirst()) + 1);
        });
    }

    /** Each part is a range of the index of the queue. */
    private int earlierThan(Connection connection, Place place) throws SQLException {
        String sql = "SELECT COUNT(*) AS earlier FROM (" + earlier("priority > ?")
                + " UNION ALL " + earlier("priority = ? AND turn < ?")
                + " UNION ALL " + earlier("priority = ? AND turn = ? AND id < ?") + ") AS ahead";
        List<Long> counted = database.query(
                connection,
                sql,
                binder -> binder.text(place.type)
                        .number(place.priority)
                        .text(place.type)
                        .number(place.priority)
                        .number(place.turn)
                        .text(place.type)
                        .number(place.priority)
                        .number(place.turn)
                        .id(place.task.value()),
                results -> results.getLong("earlier"));
        return (int) Math.min(counted.getFirst(), FARTHEST);
    }

    private static String earlier(String condition) {
        return "SELECT * FROM (SELECT 1 AS one FROM errand_task WHERE state = 'QUEUED' AND type = ? AND " + condition
                + " LIMIT " + FARTHEST + ") AS part";
    }
}
