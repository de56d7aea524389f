package dev.errand.excel;

import static org.assertj.core.api.Assertions.assertThat;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDateTime;
import org.apache.poi.ss.usermodel.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Columns from the metadata of a real PostgreSQL, whose driver names some types otherwise than JDBC does. */
@Timeout(120)
class PostgresQueryTest {

    @Test
    void takesEveryTypeOfAQuery() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            ResultSet results = statement.executeQuery("""
                    SELECT TIMESTAMPTZ '2026-11-22 18:07:33+00' AS changed, TIMESTAMP '2026-11-22 18:07:33' AS filed,
                        TIMETZ '12:30:00+02' AS from_then, TIME '12:00' AS noon, NUMERIC 'NaN' AS share, 1234.50::NUMERIC(12, 2) AS amount,
                        'x'::VARCHAR AS holder, '{"a": 1}'::JSONB AS detail, ARRAY[1, 2] AS numbers, INTERVAL '1 day' AS span,
                        B'1' AS flag, BYTEA '\\x00ff' AS hash, '01a20520-d9d3-7000-b7b4-d3fe38cf65ff'::UUID AS ident,
                        NULL::NUMERIC AS nothing, 12.5::MONEY AS price, 'infinity'::DATE AS never, true AS open, 7::INT2 AS small
                    """);
            ByteArrayOutputStream out = new ByteArrayOutputStream();

            ExcelSheet.of("Types", results.getMetaData()).write(JdbcRows.of(results), out);

            Row row = Workbooks.read(out.toByteArray()).getRow(1);
            assertThat(row.getCell(0).getLocalDateTimeCellValue()).isEqualTo(LocalDateTime.of(2026, 11, 22, 18, 7, 33));
            assertThat(row.getCell(1).getLocalDateTimeCellValue()).isEqualTo(LocalDateTime.of(2026, 11, 22, 18, 7, 33));
            assertThat(row.getCell(2).getStringCellValue()).isEqualTo("12:30:00+02");
            assertThat(row.getCell(3).getNumericCellValue()).isEqualTo(0.5);
            assertThat(row.getCell(4).getStringCellValue()).isEqualTo("NaN");
            assertThat(row.getCell(5).getNumericCellValue()).isEqualTo(1234.5);
            assertThat(row.getCell(7).getStringCellValue()).isEqualTo("{\"a\": 1}");
            assertThat(row.getCell(8).getStringCellValue()).isEqualTo("{1,2}");
            assertThat(row.getCell(11).getStringCellValue()).isEqualTo("00ff");
            assertThat(row.getCell(12).getStringCellValue()).isEqualTo("01a20520-d9d3-7000-b7b4-d3fe38cf65ff");
            assertThat(row.getCell(16).getBooleanCellValue()).isTrue();
            assertThat(row.getCell(17).getNumericCellValue()).isEqualTo(7);
        }
    }
}
