package dev.errand.samples.claims;

import dev.errand.Artifact;
import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import dev.errand.excel.CellFormat;
import dev.errand.excel.ExcelSheet;
import dev.errand.excel.JdbcRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.LocalDateTime;
import javax.sql.DataSource;

/** Exports claims to Excel, straight from the query: no row stays in memory. */
public final class ExportClaims implements BackgroundTask<ClaimQuery, Artifact> {

    /** The name that a submission asks for it by. */
    public static final TaskType<ClaimQuery, Artifact> TYPE =
            TaskType.named("export-claims", ClaimQuery.class, Artifact.class);

    static final ExcelSheet<ResultSet> SHEET = ExcelSheet.<ResultSet>named("Claims")
            .column("Claim", row -> row.getString("number"))
            .column("Holder", row -> row.getString("holder"))
            .column("Branch", row -> row.getString("branch"))
            .column("Postcode", row -> row.getString("postcode"), CellFormat.text())
            .column("Amount", row -> row.getBigDecimal("amount"), CellFormat.money("EUR"))
            .column("Share", row -> row.getDouble("share"), CellFormat.of("0.0%"))
            .column("Filed", row -> row.getObject("filed", LocalDate.class), CellFormat.date())
            .column("Changed", row -> row.getObject("changed", LocalDateTime.class), CellFormat.dateTime())
            .column("Open", row -> row.getBoolean("open"), CellFormat.bool())
            .column("Remarks", row -> row.getString("remarks"));

    private static final int FETCH_SIZE = 1_000;

    private final DataSource database;

    /**
     * An export.
     *
     * @param database where the claims are
     */
    public ExportClaims(DataSource database) {
        this.database = database;
    }

    @Override
    public Artifact run(ClaimQuery query, TaskContext context) throws Exception {
        try (Connection connection = database.getConnection();
                PreparedStatement count =
                        connection.prepareStatement("SELECT count(*) FROM claim WHERE ? = '' OR branch = ?");
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM claim WHERE ? = '' OR branch = ? ORDER BY number")) {
            context.progress().total(countOf(count, query));
            bind(select, query);
            select.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = select.executeQuery()) {
                return SHEET.export(JdbcRows.of(rows), context);
            }
        }
    }

    private static long countOf(PreparedStatement count, ClaimQuery query) throws Exception {
        bind(count, query);
        try (ResultSet result = count.executeQuery()) {
            result.next();
            return result.getLong(1);
        }
    }

    private static void bind(PreparedStatement statement, ClaimQuery query) throws Exception {
        statement.setString(1, query.branch());
        statement.setString(2, query.branch());
    }
}
