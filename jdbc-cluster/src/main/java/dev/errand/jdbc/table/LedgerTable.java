package dev.errand.jdbc.table;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.TaskId;
import dev.errand.jdbc.sql.Binder;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.jdbc.sql.GroupCommit;
import dev.errand.jdbc.sql.Micros;
import dev.errand.jdbc.sql.SqlStates;
import dev.errand.jdbc.sql.Write;
import dev.errand.jdbc.sql.Written;
import dev.errand.ledger.EntryState;
import dev.errand.ledger.LedgerCounts;
import dev.errand.ledger.LedgerEntry;
import dev.errand.registry.Begun;
import dev.errand.registry.Lease;
import dev.errand.registry.LedgerIntent;
import dev.errand.registry.LedgerQuery;
import dev.errand.registry.TaskLedgers;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What tasks have done to the outside, a row for each item.
 *
 * <p>Every write is one statement that is conditional on the lease in the row of the task, and goes with those of others into
 * one transaction; writes of a task go the same way as its other changes. An item is entered under a lock of that row, so that
 * whoever takes the task away does so before or after it. If the answer does not say what has become of a write, the row does:
 * it has the stamp of the intent that it was entered with.
 */
public final class LedgerTable implements TaskLedgers {

    private static final int LOOKS = 4;
    private static final String ITEM = "task_id = ? AND section = ? AND item = ?";
    private static final String HELD = " AND EXISTS (SELECT 1 FROM errand_task WHERE id = ? AND lease = ?)";

    private final Database database;
    private final GroupCommit writer;

    public LedgerTable(Database database, GroupCommit writer) {
        this.database = database;
        this.writer = writer;
    }

    /** A row, and the stamp of the intent that it was entered with. */
    private record Line(LedgerEntry entry, long stamp) {}

    /** What is seen of an item by an attempt that holds its task. */
    private record Look(Optional<Line> line) {

        boolean shows(LedgerEntry expected) {
            return line.map(Line::entry)
                    .filter(entry -> entry.state() == expected.state()
                            && entry.attempt() == expected.attempt()
                            && entry.note().equals(expected.note()))
                    .isPresent();
        }
    }

    @Override
    public Begun begin(TaskId task, Lease lease, LedgerIntent intent) {
        for (int looks = 0; looks < LOOKS; looks++) {
            Written written = writer.write(task, beginning(task, lease, intent));
            if (isDone(written)) {
                return new Begun.Ours();
            }
            Optional<Look> look = look(task, lease, intent.section(), intent.key());
            if (look.isEmpty()) {
                return new Begun.NotHeld();
            }
            Optional<Line> line = look.get().line();
            if (line.isPresent()) {
                return line.get().stamp() == intent.stamp()
                        ? new Begun.Ours()
                        : new Begun.Known(line.get().entry());
            }
            requireAnswered(written); // it was struck out meanwhile
        }
        throw new IllegalStateException("item " + intent.key() + " of task " + task + " is changed again and again");
    }

    private Write beginning(TaskId task, Lease lease, LedgerIntent intent) {
        return intent.instead()
                .map(known -> replacement(task, lease, intent, known))
                .orElseGet(() -> insertion(task, lease, intent));
    }

    private Write insertion(TaskId task, Lease lease, LedgerIntent intent) {
        Dialect dialect = database.dialect();
        String sql = dialect.insertUnlessThere()
                + " errand_ledger (task_id, section, item, state, attempt, stamp, note, changed_at)"
                + " SELECT id, ?, ?, 'OPEN', ?, ?, '', ? FROM errand_task WHERE id = ? AND lease = ?"
                + dialect.unless("SELECT 1 FROM errand_ledger WHERE " + ITEM)
                + dialect.forUpdate() + dialect.onConflictDoNothing();
        return Write.of(sql, binder -> {
            binder.text(intent.section())
                    .text(intent.key())
                    .number(intent.attempt())
                    .number(intent.stamp())
                    .number(Micros.of(intent.at()))
                    .id(task.value())
                    .id(lease.token());
            if (!dialect.unless("").isEmpty()) {
                bindItem(binder, task, intent.section(), intent.key());
            }
        });
    }

    private static Write replacement(TaskId task, Lease lease, LedgerIntent intent, LedgerEntry known) {
        String sql = "UPDATE errand_ledger SET state = 'OPEN', attempt = ?, stamp = ?, note = '', changed_at = ? WHERE "
                + ITEM + " AND state = ? AND attempt = ? AND note = ?" + HELD;
        return Write.of(
                sql,
                binder -> bindItem(
                                binder.number(intent.attempt())
                                        .number(intent.stamp())
                                        .number(Micros.of(intent.at())),
                                task,
                                intent.section(),
                                intent.key())
                        .text(known.state().name())
                        .number(known.attempt())
                        .text(known.note())
                        .id(task.value())
                        .id(lease.token()));
    }

    @Override
    public boolean settle(TaskId task, Lease lease, LedgerEntry entry) {
        String sql = "UPDATE errand_ledger SET state = ?, note = ?, changed_at = ? WHERE " + ITEM
                + " AND state = 'OPEN' AND attempt = ?" + HELD;
        Written written = writer.write(
                task,
                Write.of(
                        sql,
                        binder -> bindItem(
                                        binder.text(entry.state().name())
                                                .text(entry.note())
                                                .number(Micros.of(entry.at())),
                                        task,
                                        entry.section(),
                                        entry.key())
                                .number(entry.attempt())
                                .id(task.value())
                                .id(lease.token())));
        return isDone(
                written,
                () -> look(task, lease, entry.section(), entry.key())
                        .filter(look -> look.shows(entry))
                        .isPresent());
    }

    @Override
    public boolean withdraw(TaskId task, Lease lease, LedgerEntry entry) {
        String sql = "DELETE FROM errand_ledger WHERE " + ITEM + " AND state = 'OPEN' AND attempt = ?" + HELD;
        Written written = writer.write(
                task,
                Write.of(
                        sql,
                        binder -> bindItem(binder, task, entry.section(), entry.key())
                                .number(entry.attempt())
                                .id(task.value())
                                .id(lease.token())));
        return isDone(
                written,
                () -> look(task, lease, entry.section(), entry.key())
                        .filter(look -> look.line().isEmpty())
                        .isPresent());
    }

    @Override
    public boolean decide(TaskId task, LedgerEntry known, LedgerEntry entry) {
        String sql = "UPDATE errand_ledger SET state = ?, note = ?, changed_at = ? WHERE " + ITEM
                + " AND state = 'OPEN' AND attempt = ? AND note = ?"
                + " AND EXISTS (SELECT 1 FROM errand_task WHERE id = ? AND lease IS NULL)";
        Written written = writer.write(
                task,
                Write.of(
                        sql,
                        binder -> bindItem(
                                        binder.text(entry.state().name())
                                                .text(entry.note())
                                                .number(Micros.of(entry.at())),
                                        task,
                                        known.section(),
                                        known.key())
                                .number(known.attempt())
                                .text(known.note())
                                .id(task.value())));
        return isDone(
                written,
                () -> find(task, known.section(), known.key())
                        .filter(found -> new Look(Optional.of(new Line(found, 0))).shows(entry))
                        .isPresent());
    }

    /** Whether it was done, or shows in the table all the same: an answer may have been lost. */
    private static boolean isDone(Written written, BooleanSupplier shows) {
        if (isDone(written) || shows.getAsBoolean()) {
            return true;
        }
        requireAnswered(written);
        return false;
    }

    @CanIgnoreReturnValue
    private static Binder bindItem(Binder binder, TaskId task, String section, String key) throws SQLException {
        return binder.id(task.value()).text(section).text(key);
    }

    /** Some drivers do not say how many rows each of many statements has changed. */
    private static boolean isDone(Written written) {
        return written instanceof Written.Done(int rows) && rows == 1;
    }

    /** Of a write that was not to be seen: throws if nobody knows whether it will be. */
    private static void requireAnswered(Written written) {
        boolean answered = written instanceof Written.Done
                || (written instanceof Written.Refused(SQLException why) && SqlStates.isDuplicate(why));
        if (!answered) {
            throw GroupCommit.failure(written);
        }
    }

    /** Empty if the attempt does not hold the task. */
    private Optional<Look> look(TaskId task, Lease lease, String section, String key) {
        return database
                .query(
                        "SELECT l.section, l.item, l.state, l.attempt, l.stamp, l.note, l.changed_at FROM errand_task t"
                                + " LEFT JOIN errand_ledger l ON l.task_id = t.id AND l.section = ? AND l.item = ?"
                                + " WHERE t.id = ? AND t.lease = ?",
                        binder ->
                                binder.text(section).text(key).id(task.value()).id(lease.token()),
                        results -> new Look(Optional.ofNullable(lineOrNull(results))))
                .stream()
                .findFirst();
    }

    private static @Nullable Line lineOrNull(ResultSet results) throws SQLException {
        return results.getString("state") == null ? null : new Line(entry(results), results.getLong("stamp"));
    }

    private static LedgerEntry entry(ResultSet results) throws SQLException {
        return new LedgerEntry(
                results.getString("section"),
                results.getString("item"),
                EntryState.valueOf(results.getString("state")),
                results.getInt("attempt"),
                results.getString("note"),
                Micros.instant(results.getLong("changed_at")));
    }

    @Override
    public Optional<LedgerEntry> find(TaskId task, String section, String key) {
        return database
                .query(
                        "SELECT section, item, state, attempt, note, changed_at FROM errand_ledger WHERE " + ITEM,
                        binder -> bindItem(binder, task, section, key),
                        LedgerTable::entry)
                .stream()
                .findFirst();
    }

    @Override
    public List<LedgerEntry> list(TaskId task, LedgerQuery query) {
        List<EntryState> states = query.states().stream().sorted().toList();
        String among = states.isEmpty() ? "" : " AND state IN (" + Binder.marks(states.size()) + ")";
        return database.query(
                "SELECT section, item, state, attempt, note, changed_at FROM errand_ledger"
                        + " WHERE task_id = ? AND section = ? AND item > ?" + among + " ORDER BY item LIMIT "
                        + query.limit(),
                binder -> {
                    bindItem(binder, task, query.section(), query.after().orElse(""));
                    for (EntryState state : states) {
                        binder.text(state.name());
                    }
                },
                LedgerTable::entry);
    }

    @Override
    public List<LedgerEntry> listOpen(TaskId task, Optional<LedgerEntry> after, int limit) {
        String section = after.map(LedgerEntry::section).orElse("");
        String item = after.map(LedgerEntry::key).orElse("");
        return database.query(
                "SELECT section, item, state, attempt, note, changed_at FROM errand_ledger WHERE task_id = ?"
                        + " AND state = 'OPEN' AND (section > ? OR (section = ? AND item > ?))"
                        + " ORDER BY section, item LIMIT " + limit,
                binder -> binder.id(task.value()).text(section).text(section).text(item),
                LedgerTable::entry);
    }

    @Override
    public LedgerCounts counts(TaskId task, String section) {
        return database
                .query(
                        "SELECT state, COUNT(*) AS many FROM errand_ledger WHERE task_id = ? AND section = ? GROUP BY state",
                        binder -> binder.id(task.value()).text(section),
                        results -> Map.entry(EntryState.valueOf(results.getString("state")), results.getLong("many")))
                .stream()
                .reduce(
                        LedgerCounts.NONE,
                        (counts, many) -> counts.plus(many.getKey(), many.getValue()),
                        (one, other) -> one);
    }
}
