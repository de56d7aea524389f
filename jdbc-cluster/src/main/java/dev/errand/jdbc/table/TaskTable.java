package dev.errand.jdbc.table;

import static java.util.Objects.requireNonNull;

import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.jdbc.sql.Binder;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Each;
import dev.errand.jdbc.sql.Micros;
import dev.errand.jdbc.sql.Write;
import dev.errand.registry.Instead;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskQuery;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements about tasks. */
public final class TaskTable {

    private static final String SEEN =
            columns(Set.of(Column.INPUT, Column.STARTING_POINT, Column.CURSOR_VALUE, Column.NOTICE_AT, Column.NOTICE));
    private static final String ALL = columns(Set.of(Column.NOTICE_AT, Column.NOTICE));
    private static final int MOST_TRIES_TO_COUNT = 100;
    private static final String SUCCEEDED_IN_FULL = "state = 'SUCCEEDED' AND outcome LIKE '{\"end\":\"succeeded\"%'";

    private final Database database;
    private final Rows rows;
    private final ConcurrentMap<Set<Column>, String> inserts = new ConcurrentHashMap<>();
    private final ConcurrentMap<Set<Column>, Update> updates = new ConcurrentHashMap<>();
    private final ForgottenTasks forgotten;
    private final Tombstones tombstones;

    public TaskTable(Database database, Rows rows) {
        this.database = database;
        this.rows = rows;
        this.forgotten = new ForgottenTasks(database);
        this.tombstones = new Tombstones(database);
    }

    private static String columns(Set<Column> without) {
        return List.of(Column.values()).stream()
                .filter(column -> !without.contains(column))
                .map(Column::sql)
                .collect(Collectors.joining(", "));
    }

    private static String withIds(String columns, Collection<TaskId> ids) {
        return "SELECT " + columns + " FROM errand_task WHERE id IN (" + Binder.marks(ids.size()) + ")";
    }

    /** Enters a task; changes no row if there is one of its key. */
    public Write insert(TaskRow row) {
        Map<Column, @Nullable Object> values = rows.columns(row);
        String sql = inserts.computeIfAbsent(EnumSet.copyOf(values.keySet()), this::insertOf);
        return Write.of(sql, binder -> bind(binder, values));
    }

    private String insertOf(Set<Column> columns) {
        String names = columns.stream().map(Column::sql).collect(Collectors.joining(", "));
        return "INSERT INTO errand_task (" + names + ") VALUES (" + Binder.marks(columns.size()) + ")"
                + database.dialect().onConflictDoNothing();
    }

    /** Changes a task, if it is still as it was. */
    public Write update(TaskRow before, TaskRow after) {
        Map<Column, @Nullable Object> values = rows.changes(before, after);
        Update update = updates.computeIfAbsent(EnumSet.copyOf(values.keySet()), Update::of);
        return Write.of(new Write.Step(
                update.sql,
                binder -> {
                    bind(binder, values);
                    binder.id(before.id().value()).number(before.version());
                },
                Optional.of(update.forMany)));
    }

    /** How some columns of a task are changed, and those of many tasks, if they are as they were. */
    private record Update(String sql, String forMany) {

        static Update of(Set<Column> columns) {
            List<Each.Parameter> each = new ArrayList<>();
            columns.forEach(column -> each.add(column.each()));
            each.add(new Each.Parameter("of_task", "uuid"));
            each.add(new Each.Parameter("as_it_was", "bigint"));
            return new Update(
                    set(columns, "") + " WHERE id = ? AND version = ?",
                    set(columns, "each.") + " FROM " + Each.of(each)
                            + " WHERE id = of_task AND errand_task.version = as_it_was" + Each.returning());
        }

        private static String set(Set<Column> columns, String from) {
            return columns.stream()
                    .map(column -> column.sql() + " = " + (from.isEmpty() ? "?" : from + column.sql()))
                    .collect(Collectors.joining(", ", "UPDATE errand_task SET ", ""));
        }
    }

    private static void bind(Binder binder, Map<Column, @Nullable Object> values) throws SQLException {
        for (Map.Entry<Column, @Nullable Object> value : values.entrySet()) {
            value.getKey().bind(binder, value.getValue());
        }
    }

    public Optional<TaskRow> find(TaskId id) {
        return Optional.ofNullable(find(Set.of(id)).get(id));
    }

    /** Those of some tasks that there are. */
    public Map<TaskId, TaskRow> find(Collection<TaskId> ids) {
        return database.query(withIds(ALL, ids), binder -> bind(binder, ids), rows::row).stream()
                .collect(Collectors.toMap(TaskRow::id, Function.identity()));
    }

    /** Those of some tasks that there are, and that can be read. */
    public List<TaskRow> findLegible(Connection connection, Collection<TaskId> ids) throws SQLException {
        String sql = "SELECT " + ALL + " FROM errand_task WHERE "
                + database.dialect().idIn(ids.size());
        List<UUID> values = ids.stream().map(TaskId::value).toList();
        return database.legible(connection, sql, binder -> binder.ids(values), rows::row);
    }

    public Optional<TaskRow> find(Connection connection, String type, Owner owner, String key) throws SQLException {
        return database
                .query(
                        connection,
                        "SELECT " + ALL
                                + " FROM errand_task WHERE tenant = ? AND owner = ? AND type = ? AND task_key = ?",
                        binder -> binder.text(owner.tenant())
                                .text(owner.id())
                                .text(type)
                                .text(key),
                        rows::row)
                .stream()
                .findFirst();
    }

    /** What a task could not be entered beside: one of its key, or itself, as committed by whichever transaction. */
    Optional<TaskRow> findTwin(Connection connection, TaskEntry task) throws SQLException {
        Submission submission = task.snapshot().submission();
        String sameKey = " OR (tenant = ? AND owner = ? AND type = ? AND task_key = ?)";
        return database
                .query(
                        connection,
                        "SELECT " + ALL + " FROM errand_task WHERE id = ?"
                                + (submission.key().isPresent() ? sameKey : "")
                                + database.dialect().readingLatest(),
                        binder -> {
                            binder.id(task.snapshot().id().value());
                            if (submission.key().isPresent()) {
                                binder.text(submission.owner().tenant())
                                        .text(submission.owner().id())
                                        .text(submission.type())
                                        .text(submission.key().get());
                            }
                        },
                        rows::row)
                .stream()
                .findFirst();
    }

    /** Another task that stands in for a new one: one of its key, or of its input, or the newest. */
    Optional<TaskRow> findInstead(Connection connection, TaskEntry task, Instead instead) throws SQLException {
        Submission submission = task.snapshot().submission();
        if (submission.key().isPresent()) {
            Optional<TaskRow> sameKey = find(
                    connection,
                    submission.type(),
                    submission.owner(),
                    submission.key().get());
            if (sameKey.isPresent()) {
                return sameKey;
            }
        }
        return instead.equals(Instead.NOTHING) ? Optional.empty() : findSimilar(connection, task, instead);
    }

    /** Whether two tasks of the same type have the same input. */
    public boolean haveSameInput(TaskEntry one, TaskEntry other) {
        String type = one.snapshot().submission().type();
        return rows.payloads().isSameInput(type, one.input(), other.input());
    }

    private Optional<TaskRow> findSimilar(Connection connection, TaskEntry task, Instead instead) throws SQLException {
        Submission submission = task.snapshot().submission();
        String input = rows.payloads().writeInput(submission.type(), task.input());
        String sameInput = "(input_hash = ? AND " + (input == null ? "input IS NULL" : "input = ?") + ")";
        String fresh = "(" + SUCCEEDED_IN_FULL + " AND ended_at >= ? AND " + sameInput + ")";
        String sql = "SELECT " + ALL + " FROM errand_task WHERE tenant = ? AND owner = ? AND type = ? AND ("
                + (instead.unended() ? "ended_at IS NULL" : "1 = 0") + " OR " + fresh + ")"
                + " ORDER BY CASE WHEN " + sameInput + " THEN 0 ELSE 1 END, id DESC LIMIT 1";
        long hash = Payloads.hashOf(input);
        return database
                .query(
                        connection,
                        sql,
                        binder -> {
                            binder.text(submission.owner().tenant())
                                    .text(submission.owner().id())
                                    .text(submission.type())
                                    .number(instead.succeededSince()
                                            .map(Micros::of)
                                            .orElse(Long.MAX_VALUE));
                            bindInput(binder, hash, input);
                            bindInput(binder, hash, input);
                        },
                        rows::row)
                .stream()
                .findFirst();
    }

    private static void bindInput(Binder binder, long hash, @Nullable String input) throws SQLException {
        binder.number(hash);
        if (input != null) {
            binder.text(input);
        }
    }

    public List<TaskSnapshot> list(TaskQuery query) {
        List<String> conditions = new ArrayList<>();
        query.owner().ifPresent(owner -> conditions.add("tenant = ? AND owner = ?"));
        query.type().ifPresent(type -> conditions.add("type = ?"));
        query.before().ifPresent(id -> conditions.add("id < ?"));
        if (query.unseen()) {
            conditions.add(Unseen.CONDITION);
        }
        if (!query.states().isEmpty()) {
            conditions.add("state IN (" + Binder.marks(query.states().size()) + ")");
            if (query.states().stream().noneMatch(TaskState::isFinal)) {
                conditions.add("ended_at IS NULL");
            }
        }
        String where = conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
        return database.legible(
                "SELECT " + SEEN + " FROM errand_task" + where + " ORDER BY id DESC LIMIT " + query.limit(),
                binder -> {
                    if (query.owner().isPresent()) {
                        binder.text(query.owner().get().tenant())
                                .text(query.owner().get().id());
                    }
                    if (query.type().isPresent()) {
                        binder.text(query.type().get());
                    }
                    if (query.before().isPresent()) {
                        binder.id(query.before().get().value());
                    }
                    for (TaskState state : query.states()) {
                        binder.text(state.name());
                    }
                },
                rows::snapshot);
    }

    /** Some tasks, in any order. */
    public List<TaskSnapshot> list(Collection<TaskId> ids) {
        return ids.isEmpty()
                ? List.of()
                : database.legible(withIds(SEEN, ids), binder -> bind(binder, ids), rows::snapshot);
    }

    /** The versions of some tasks. */
    public Map<TaskId, Long> versions(Collection<TaskId> ids) {
        return database
                .query(
                        withIds("id, version", ids),
                        binder -> bind(binder, ids),
                        results -> Map.entry(id(results), results.getLong("version")))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static void bind(Binder binder, Collection<TaskId> ids) throws SQLException {
        for (TaskId id : ids) {
            binder.id(id.value());
        }
    }

    private TaskId id(ResultSet results) throws SQLException {
        return new TaskId(requireNonNull(database.dialect().id(results, "id")));
    }

    public boolean holds(TaskId id, UUID lease) {
        return !database.query(
                        "SELECT 1 FROM errand_task WHERE id = ? AND lease = ?",
                        binder -> binder.id(id.value()).id(lease),
                        results -> true)
                .isEmpty();
    }

    /**
     * Of several that count at the same time, each finds what the others have written. What stands there is compared as it
     * stands: who has changed it by hand may write it in another way than we do.
     */
    public boolean countDownload(TaskId id, UUID file) {
        for (int tries = 0; tries < MOST_TRIES_TO_COUNT; tries++) {
            Optional<Counted> row = database
                    .legible(
                            withIds(SEEN, List.of(id)),
                            binder -> bind(binder, List.of(id)),
                            results -> new Counted(rows.snapshot(results), results.getString("downloads")))
                    .stream()
                    .findFirst()
                    .filter(found -> found.task.artifacts().stream()
                            .anyMatch(artifact -> artifact.id().equals(file)));
            if (row.isEmpty()) {
                return false;
            }
            if (replaceDownloads(row.get(), rows.downloads(row.get().task.withDownloadOf(file)))) {
                return true;
            }
        }
        return false;
    }

    /** A task, and how often its files were fetched as it stands in the row. */
    private record Counted(TaskSnapshot task, @Nullable String downloads) {}

    private boolean replaceDownloads(Counted before, @Nullable String after) {
        String asItWas = before.downloads == null ? "downloads IS NULL" : "downloads = ?";
        return database.update("UPDATE errand_task SET downloads = ? WHERE id = ? AND " + asItWas, binder -> {
                    binder.text(after).id(before.task.id().value());
                    if (before.downloads != null) {
                        binder.text(before.downloads);
                    }
                })
                == 1;
    }

    public List<TaskSnapshot> runningOn(UUID node) {
        return database.legible(
                "SELECT " + SEEN + " FROM errand_task WHERE node = ? ORDER BY id DESC LIMIT 1000",
                binder -> binder.id(node),
                rows::snapshot);
    }

    /** Deletes ended tasks, some at a time: those that ended at an instant or before, and are not kept for their files. */
    public int forgetEndedAt(Instant limit, int atMost, Instant now) {
        return forget(
                "ended_at <= ? AND (kept_until IS NULL OR kept_until <= ?) ORDER BY ended_at, id LIMIT " + atMost,
                binder -> binder.number(Micros.of(limit)).number(Micros.of(now)),
                now);
    }

    /** Deletes ended tasks, some at a time: all but the latest. */
    public int forgetEndedBut(int latest, int atMost, Instant now) {
        return forget(
                "ended_at >= ? ORDER BY ended_at DESC, id LIMIT " + atMost + " OFFSET " + latest,
                binder -> binder.number(0),
                now);
    }

    private int forget(String condition, Database.Parameters parameters, Instant now) {
        List<TaskId> old = database.query("SELECT id FROM errand_task WHERE " + condition, parameters, this::id);
        return old.isEmpty()
                ? 0
                : database.inTransaction(
                        connection -> forget(connection, old, "ended_at IS NOT NULL", binder -> {}, now));
    }

    /** Deletes a task, if it is still as it was, and that was ended. */
    public boolean forget(TaskSnapshot task, Instant now) {
        return database.inTransaction(connection ->
                forget(connection, List.of(task.id()), "version = ?", binder -> binder.number(task.version()), now)
                        == 1);
    }

    private int forget(
            Connection connection, List<TaskId> old, String condition, Database.Parameters parameters, Instant now)
            throws SQLException {
        tombstones.note(connection, old, now);
        int deleted = database.update(
                connection,
                "DELETE FROM errand_task WHERE id IN (" + Binder.marks(old.size()) + ") AND " + condition,
                binder -> {
                    bind(binder, old);
                    parameters.into(binder);
                });
        forgotten.note(connection, old);
        return deleted;
    }

    public ForgottenTasks forgotten() {
        return forgotten;
    }

    public Tombstones tombstones() {
        return tombstones;
    }
}
