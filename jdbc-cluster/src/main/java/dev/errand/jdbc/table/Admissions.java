package dev.errand.jdbc.table;

import dev.errand.Submission;
import dev.errand.TaskState;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Late;
import dev.errand.jdbc.sql.LockWait;
import dev.errand.jdbc.sql.Notices;
import dev.errand.jdbc.sql.SqlStates;
import dev.errand.jdbc.sql.StatementBinder;
import dev.errand.jdbc.sql.Write;
import dev.errand.registry.Instead;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.TaskEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Enters tasks that others may stand in for, or many at once, or within a transaction of the host's.
 *
 * <p>A key is unique in the table, so of two submissions of one key the second finds the first. Submissions that join any task
 * of their type and owner have nothing of that kind, and go through a gate: a row that one transaction locks at a time. Where
 * only one process writes at a time, all go through it, since one that has read cannot begin to write any more when another one
 * has written meanwhile.
 */
public final class Admissions {

    private static final int GATES = 64;
    private static final int TRIES = 4;

    /** Rows that go to the database at once. */
    private static final int TOGETHER = 1_000;

    private final Database database;
    private final TaskTable tasks;
    private final boolean tellsWithHost;

    /**
     * Enters nothing yet.
     *
     * @param tellsWithHost whether others are told of a task by the transaction of the host's that enters it
     */
    public Admissions(Database database, TaskTable tasks, boolean tellsWithHost) {
        this.database = database;
        this.tasks = tasks;
        this.tellsWithHost = tellsWithHost;
    }

    /** What a submission may have to wait for in the database: its gate, or whoever is about to take its key. */
    public Object waitsFor(TaskRow row, Instead instead) {
        Submission submission = row.snapshot().submission();
        return passesGate(instead) ? gateOf(row) : List.of(submission.type(), submission.owner(), submission.key());
    }

    /**
     * Commits a task, unless another one stands in for it.
     *
     * @param end until when somebody waits for that, by the clock of {@link System#nanoTime}
     */
    public TaskEntry addOrFind(TaskRow row, Instead instead, long end) {
        RegistryUnavailableException latest = null;
        for (int tries = 0; tries < TRIES && end - System.nanoTime() > 0; tries++) {
            try {
                return database.inTransaction(end, connection -> addOrFind(connection, row, instead, false));
            } catch (RegistryUnavailableException e) {
                if (!mayTryAgain(e)) {
                    throw e;
                }
                latest = e; // if it has happened all the same, it stands in for itself
            }
        }
        throw latest == null ? new RegistryUnavailableException("the database has not answered in time", null) : latest;
    }

    private static boolean mayTryAgain(RegistryUnavailableException e) {
        return e.getCause() instanceof SQLException sql && (SqlStates.isDuplicate(sql) || SqlStates.isAway(sql));
    }

    private TaskEntry addOrFind(Connection connection, TaskRow row, Instead instead, boolean ofHost)
            throws SQLException {
        if (passesGate(instead)) {
            Gates.pass(database, connection, gateOf(row));
        }
        Optional<TaskRow> known = tasks.findInstead(connection, row.entry(), instead);
        if (known.isPresent()) {
            return known.get().entry();
        }
        if (insert(connection, row)) {
            tellOf(connection, List.of(row), !ofHost || tellsWithHost);
            return row.entry();
        }
        return tasks.findTwin(connection, row.entry())
                .orElseThrow(() -> new SQLException(
                        "a task of the same key is about to be submitted by another transaction", "40001"))
                .entry();
    }

    /** False if there is one of its key, or itself. Where only an exception tells, it undoes nothing but the statement. */
    private boolean insert(Connection connection, TaskRow row) throws SQLException {
        Write.Step insert = tasks.insert(row).change();
        try {
            return database.update(connection, insert.sql(), insert.parameters()) == 1;
        } catch (SQLException e) {
            if (SqlStates.isDuplicate(e)) {
                return false;
            }
            throw e;
        }
    }

    private void tellOf(Connection connection, List<TaskRow> rows, boolean tells) throws SQLException {
        if (tells && rows.stream().anyMatch(row -> row.snapshot().state() == TaskState.QUEUED)) {
            Notices.send(connection, database.dialect(), Notices.QUEUED);
        }
    }

    /** Enters a task that is there when the host commits. */
    public TaskEntry addWithin(Connection transaction, TaskRow row, Instead instead) {
        try {
            return mayWait(row, instead)
                    ? LockWait.atMost(
                            database.timeout(),
                            transaction,
                            database.dialect(),
                            on -> addOrFind(on, row, instead, true))
                    : addOrFind(transaction, row, instead, true);
        } catch (SQLException e) {
            throw Database.failure("does not take a task into the transaction of the host", e);
        }
    }

    private boolean mayWait(TaskRow row, Instead instead) {
        return passesGate(instead) || row.snapshot().submission().key().isPresent();
    }

    public Optional<TaskEntry> findInstead(TaskEntry task, Instead instead, @Nullable Connection transaction) {
        try {
            return (transaction == null
                            ? database.reading(connection -> tasks.findInstead(connection, task, instead))
                            : findWithin(transaction, task, instead))
                    .map(TaskRow::entry);
        } catch (SQLException e) {
            throw Database.unavailable("does not answer within the transaction of the host", e);
        }
    }

    private Optional<TaskRow> findWithin(Connection transaction, TaskEntry task, Instead instead) throws SQLException {
        Gates.beforeAsking(database, transaction);
        return tasks.findInstead(transaction, task, instead);
    }

    /** All of them, or none. What they ask for is encoded before, however long that takes: no transaction is silent meanwhile. */
    public void addAll(List<TaskRow> rows, @Nullable Connection transaction) {
        List<Write.Step> inserts =
                rows.stream().map(row -> tasks.insert(row).change()).toList();
        if (transaction != null) {
            try {
                insertAll(transaction, inserts);
                tellOf(transaction, rows, tellsWithHost);
            } catch (SQLException e) {
                throw Database.failure("does not take tasks into the transaction of the host", e);
            }
        } else {
            addAll(rows, inserts);
        }
    }

    private void addAll(List<TaskRow> rows, List<Write.Step> inserts) {
        long end = Late.endOf(database.timeout());
        try {
            enter(rows, inserts);
        } catch (RegistryUnavailableException e) {
            if (tasks.find(rows.getLast().id()).isEmpty() && !isEnteredAfterAll(rows, inserts, end)) {
                throw e;
            }
        }
    }

    private void enter(List<TaskRow> rows, List<Write.Step> inserts) {
        database.inTransaction(connection -> {
            insertAll(connection, inserts);
            tellOf(connection, rows, true);
            return true;
        });
    }

    /** What does not show may come yet. So it is entered once more, which is refused if it has come meanwhile. */
    private boolean isEnteredAfterAll(List<TaskRow> rows, List<Write.Step> inserts, long end) {
        if (System.nanoTime() - end >= 0) {
            return false;
        }
        try {
            enter(rows, inserts);
            return true;
        } catch (RegistryUnavailableException e) {
            return e.getCause() instanceof SQLException why && SqlStates.isDuplicate(why);
        }
    }

    private void insertAll(Connection connection, List<Write.Step> inserts) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(inserts.getFirst().sql())) {
            int waiting = 0;
            for (Write.Step insert : inserts) {
                insert.parameters().into(new StatementBinder(statement, database.dialect()));
                statement.addBatch();
                waiting++;
                if (waiting == TOGETHER) {
                    statement.executeBatch();
                    waiting = 0;
                }
            }
            if (waiting > 0) {
                statement.executeBatch();
            }
        }
    }

    private boolean passesGate(Instead instead) {
        return !instead.equals(Instead.NOTHING) || database.dialect().hasOneWriter();
    }

    private static String gateOf(TaskRow row) {
        Submission submission = row.snapshot().submission();
        return "submission-"
                + Math.floorMod(
                        31 * submission.type().hashCode() + submission.owner().hashCode(), GATES);
    }
}
