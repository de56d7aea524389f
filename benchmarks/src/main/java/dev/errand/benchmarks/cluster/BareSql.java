package dev.errand.benchmarks.cluster;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;

/**
 * What the database could do if there were no engine: one thread that claims a hundred tasks with one statement, runs
 * them one after the other, and ends them with another.
 *
 * <p>A submission is the least that an engine with a history would write: two rows in one transaction.
 */
final class BareSql implements Contender {

    private static final String TABLES = """
            CREATE TABLE IF NOT EXISTS bare_task (
                number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, id text NOT NULL, state text NOT NULL);
            CREATE INDEX IF NOT EXISTS bare_waiting ON bare_task (number) WHERE state = 'QUEUED';
            CREATE TABLE IF NOT EXISTS bare_history (id text NOT NULL, state text NOT NULL, since timestamptz NOT NULL);
            """;

    // Other than a sub-select behind IN, a materialized one is not run again for every row when statistics are stale
    private static final String CLAIM = """
            WITH due AS MATERIALIZED (
                SELECT number FROM bare_task WHERE state = 'QUEUED' ORDER BY number LIMIT 100 FOR UPDATE SKIP LOCKED)
            UPDATE bare_task SET state = 'RUNNING' FROM due WHERE bare_task.number = due.number
            RETURNING bare_task.number, id
            """;
    private static final String END = "UPDATE bare_task SET state = 'ENDED' WHERE number = ANY (?)";

    private final Setup setup;
    private final DataSource database;
    private final Thread claimer = new Thread(this::runAll, "claimer");
    private volatile boolean stopping;

    BareSql(Setup setup) throws SQLException {
        this.setup = setup;
        database = setup.database();
        Sql.run(database, TABLES);
    }

    @Override
    public void start() {
        claimer.start();
    }

    @Override
    public void submit(String id) throws SQLException {
        insert(
                "INSERT INTO bare_task (id, state) VALUES (?, 'QUEUED')",
                "INSERT INTO bare_history VALUES (?, 'QUEUED', now())",
                (insert, connection) -> insert.setString(1, id));
    }

    @Override
    public void submitAll(List<String> ids) throws SQLException {
        insert(
                "INSERT INTO bare_task (id, state) SELECT id, 'QUEUED' FROM unnest(?::text[]) id",
                "INSERT INTO bare_history SELECT id, 'QUEUED', now() FROM unnest(?::text[]) id",
                (insert, connection) -> insert.setArray(1, connection.createArrayOf("text", ids.toArray())));
    }

    /** Sets the only parameter. */
    @FunctionalInterface
    private interface Parameter {
        void set(PreparedStatement statement, Connection connection) throws SQLException;
    }

    private void insert(String task, String history, Parameter ids) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            for (String sql : List.of(task, history)) {
                try (PreparedStatement insert = connection.prepareStatement(sql)) {
                    ids.set(insert, connection);
                    insert.executeUpdate();
                }
            }
            connection.commit();
        }
    }

    @Override
    public boolean allEnded() throws SQLException {
        return Sql.isTrue(database, "SELECT NOT EXISTS (SELECT FROM bare_task WHERE state <> 'ENDED')");
    }

    @Override
    public void stop() throws InterruptedException {
        stopping = true;
        claimer.join(5_000);
    }

    private void runAll() {
        try (Connection connection = database.getConnection();
                PreparedStatement claim = connection.prepareStatement(CLAIM);
                PreparedStatement end = connection.prepareStatement(END)) {
            while (!stopping) {
                List<Long> claimed = claimAndRun(claim);
                if (claimed.isEmpty()) {
                    LockSupport.parkNanos(setup.poll().toNanos());
                } else {
                    end.setArray(1, connection.createArrayOf("bigint", claimed.toArray()));
                    end.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the claimer has ended", e);
        }
    }

    private List<Long> claimAndRun(PreparedStatement claim) throws SQLException {
        List<Long> claimed = new ArrayList<>();
        try (ResultSet rows = claim.executeQuery()) {
            while (rows.next()) {
                claimed.add(rows.getLong(1));
                setup.code().run(rows.getString(2));
            }
        }
        return claimed;
    }
}
