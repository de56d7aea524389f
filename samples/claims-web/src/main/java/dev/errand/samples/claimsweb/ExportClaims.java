package dev.errand.samples.claimsweb;

import dev.errand.Artifact;
import dev.errand.TaskContext;
import dev.errand.excel.CellFormat;
import dev.errand.excel.ExcelSheet;
import dev.errand.excel.JdbcRows;
import dev.errand.spring.BackgroundTaskMethod;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Locale;
import javax.sql.DataSource;
import org.springframework.stereotype.Component;

/** Exports claims to Excel, straight from the query: no row stays in memory. */
@Component
class ExportClaims {

    private static final int SLOW = 1_000; // Rows a second
    private static final int FETCH_SIZE = 1_000;
    private static final ExcelSheet<ResultSet> SHEET = ExcelSheet.<ResultSet>named("Claims")
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

    private final DataSource database;
    private final Claims claims;

    ExportClaims(DataSource database, Claims claims) {
        this.database = database;
        this.claims = claims;
    }

    @BackgroundTaskMethod(name = "export-claims", title = "Claims to Excel")
    Artifact export(ClaimQuery query, TaskContext context) throws Exception {
        long found = claims.count(query.branch());
        context.progress().total(found);
        context.progress().summary(String.format(Locale.ROOT, "%,d claims", found));
        Pace pace = Pace.of(query.slowly(), SLOW);
        try (Connection connection = database.getConnection();
                PreparedStatement select =
                        connection.prepareStatement("SELECT * FROM claim WHERE ? = '' OR branch = ? ORDER BY number")) {
            select.setString(1, query.branch());
            select.setString(2, query.branch());
            select.setFetchSize(FETCH_SIZE);
            try (ResultSet rows = select.executeQuery()) {
                return SHEET.export(pace.over(JdbcRows.of(rows)), context);
            }
        }
    }
}
