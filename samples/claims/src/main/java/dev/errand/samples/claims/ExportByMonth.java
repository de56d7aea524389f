package dev.errand.samples.claims;

import dev.errand.Artifact;
import dev.errand.BackgroundTask;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import dev.errand.excel.ExcelSheet;
import dev.errand.excel.JdbcRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;

/** Exports one workbook for each month. Each is complete on its own, so a cancel keeps those that are there. */
public final class ExportByMonth implements BackgroundTask<ClaimQuery, MonthFiles> {

    /** The name that a submission asks for it by. */
    public static final TaskType<ClaimQuery, MonthFiles> TYPE =
            TaskType.named("export-by-month", ClaimQuery.class, MonthFiles.class);

    private final DataSource database;

    /**
     * An export.
     *
     * @param database where the claims are
     */
    public ExportByMonth(DataSource database) {
        this.database = database;
    }

    @Override
    public MonthFiles run(ClaimQuery query, TaskContext context) throws Exception {
        List<Artifact> files = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            for (YearMonth month : context.over(months(connection))) {
                files.add(export(month, connection, context));
            }
            return new MonthFiles(files);
        } catch (TaskCancelledException cancelled) {
            throw cancelled.keeping(new MonthFiles(files));
        }
    }

    private static Artifact export(YearMonth month, Connection connection, TaskContext context) throws Exception {
        try (PreparedStatement select =
                connection.prepareStatement("SELECT * FROM claim WHERE filed BETWEEN ? AND ? ORDER BY number")) {
            select.setObject(1, month.atDay(1));
            select.setObject(2, month.atEndOfMonth());
            try (ResultSet rows = select.executeQuery()) {
                JdbcRows claims = JdbcRows.of(rows);
                return context.writeArtifact(
                        month + ".xlsx", ExcelSheet.MEDIA_TYPE, out -> ExportClaims.SHEET.write(claims, out));
            }
        }
    }

    private static Set<YearMonth> months(Connection connection) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement("SELECT DISTINCT filed FROM claim");
                ResultSet rows = select.executeQuery()) {
            Set<YearMonth> months = new TreeSet<>();
            while (rows.next()) {
                months.add(YearMonth.from(rows.getObject(1, LocalDate.class)));
            }
            return months;
        }
    }
}
