package dev.errand.samples.cluster;

import dev.errand.Artifact;
import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.excel.CellFormat;
import dev.errand.excel.ExcelSheet;
import dev.errand.excel.JdbcRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import javax.sql.DataSource;

/** Exports the claims of a branch to Excel, straight from the query. */
final class ExportClaims implements BackgroundTask<ClaimQuery, Artifact> {

    private static final int FETCH_SIZE = 500;

    private final DataSource database;

    ExportClaims(DataSource database) {
        this.database = database;
    }

    @Override
    public Artifact run(ClaimQuery query, TaskContext context) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM claim WHERE branch = ? ORDER BY number")) {
            connection.setAutoCommit(false); // or PostgreSQL reads all rows at once
            select.setFetchSize(FETCH_SIZE);
            select.setString(1, query.branch());
            try (ResultSet rows = select.executeQuery()) {
                return sheet(query).export(JdbcRows.of(rows), context);
            }
        }
    }

    private static ExcelSheet<ResultSet> sheet(ClaimQuery query) {
        return ExcelSheet.<ResultSet>named("Claims " + query.branch())
                .column("Claim", row -> row.getString("number"))
                .column("Holder", row -> row.getString("holder"))
                .column("Amount", row -> row.getBigDecimal("amount"), CellFormat.money("EUR"))
                .column("Filed", row -> row.getObject("filed", LocalDate.class), CellFormat.date())
                .column("Approved", row -> row.getBoolean("approved"), CellFormat.bool());
    }
}
