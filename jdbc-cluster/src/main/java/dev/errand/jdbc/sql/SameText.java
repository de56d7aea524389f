package dev.errand.jdbc.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Executes steps that have the same text and other parameters: by one statement, or in one batch, where that can be done. */
final class SameText {

    private final Dialect dialect;

    /** Until the driver has kept to itself how many rows each of a batch has changed, as MariaDB's does with {@code useBulkStmts}. */
    private volatile boolean countsEach = true;

    SameText(Dialect dialect) {
        this.dialect = dialect;
    }

    /** How many rows each of them has changed; less than none where the driver does not say. */
    int[] execute(Connection connection, List<Write.Step> steps) throws SQLException {
        Write.Step first = steps.getFirst();
        boolean asArrays = steps.size() > 1 && first.forMany().isPresent() && dialect == Dialect.POSTGRESQL;
        String sql = asArrays ? first.forMany().get() : first.sql();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (asArrays) {
                return byOne(connection, statement, steps);
            }
            return steps.size() > 1 && countsEach && dialect.takesManyAtOnce(sql)
                    ? inBatch(statement, steps)
                    : oneByOne(statement, steps);
        }
    }

    private static int[] byOne(Connection connection, PreparedStatement statement, List<Write.Step> steps)
            throws SQLException {
        ColumnBinder columns = new ColumnBinder();
        for (Write.Step step : steps) {
            columns.next();
            step.parameters().into(columns);
        }
        columns.bind(statement, connection);
        int[] rows = new int[steps.size()];
        try (ResultSet changed = statement.executeQuery()) {
            while (changed.next()) {
                rows[changed.getInt(Each.PLACE) - 1]++;
            }
        }
        return rows;
    }

    private int[] inBatch(PreparedStatement statement, List<Write.Step> steps) throws SQLException {
        for (Write.Step step : steps) {
            step.parameters().into(new StatementBinder(statement, dialect));
            statement.addBatch();
        }
        int[] rows = statement.executeBatch();
        countsEach = countsEach && Arrays.stream(rows).allMatch(count -> count >= 0);
        return rows;
    }

    private int[] oneByOne(PreparedStatement statement, List<Write.Step> steps) throws SQLException {
        int[] rows = new int[steps.size()];
        for (int i = 0; i < rows.length; i++) {
            steps.get(i).parameters().into(new StatementBinder(statement, dialect));
            rows[i] = statement.executeUpdate();
        }
        return rows;
    }
}
