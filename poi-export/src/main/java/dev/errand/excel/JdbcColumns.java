package dev.errand.excel;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Columns for the types of a query. */
final class JdbcColumns {

    private static final int MOST_DECIMALS_SHOWN = 6;

    private JdbcColumns() {}

    static List<Column<ResultSet>> of(ResultSetMetaData metadata) throws SQLException {
        List<Column<ResultSet>> columns = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(
                    new Column<>(metadata.getColumnLabel(i), value(i, metadata), ColumnStyle.of(format(i, metadata))));
        }
        return columns;
    }

    /** Asks for the classes of java.time by class (JDBC 4.2), since those of java.sql would bring in a time zone. */
    private static CellValue<ResultSet> value(int column, ResultSetMetaData metadata) throws SQLException {
        if (UUID.class.getName().equals(metadata.getColumnClassName(column))) {
            return row -> row.getObject(column); // H2 has it among the binary types
        }
        String typeName = metadata.getColumnTypeName(column);
        return switch (metadata.getColumnType(column)) {
            case Types.DATE -> row -> row.getObject(column, LocalDate.class);
            case Types.TIMESTAMP ->
                "timestamptz".equals(typeName) // so PostgreSQL's driver, which has no type of its own for it
                        ? row -> row.getObject(column, OffsetDateTime.class)
                        : row -> row.getObject(column, LocalDateTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> row -> row.getObject(column, OffsetDateTime.class);
            case Types.TIME ->
                "timetz".equals(typeName)
                        ? row -> row.getString(column)
                        : row -> row.getObject(column, LocalTime.class);
            case Types.DECIMAL, Types.NUMERIC -> row -> decimal(row, column);
            case Types.TINYINT,
                    Types.SMALLINT,
                    Types.INTEGER,
                    Types.BIGINT,
                    Types.REAL,
                    Types.FLOAT,
                    Types.DOUBLE,
                    Types.BOOLEAN -> row -> row.getObject(column);
            case Types.BIT -> bits(column, metadata);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                row -> hexadecimal(row.getBytes(column));
            default -> row -> row.getString(column);
        };
    }

    /** PostgreSQL has NaN and the infinities among its exact numbers, and gives them as {@code double}. */
    private static @Nullable Object decimal(ResultSet row, int column) throws SQLException {
        try {
            return row.getBigDecimal(column);
        } catch (SQLException refused) {
            if (row.getObject(column) instanceof Double special && !Double.isFinite(special)) {
                return special;
            }
            throw refused;
        }
    }

    /** One bit is true or false; several are digits to one driver, and bytes to another. */
    private static CellValue<ResultSet> bits(int column, ResultSetMetaData metadata) throws SQLException {
        if (byte[].class.getName().equals(metadata.getColumnClassName(column))) {
            return row -> hexadecimal(row.getBytes(column));
        }
        return metadata.getPrecision(column) > 1 ? row -> row.getString(column) : row -> row.getObject(column);
    }

    private static @Nullable String hexadecimal(byte @Nullable [] bytes) {
        return bytes == null ? null : HexFormat.of().formatHex(bytes);
    }

    private static CellFormat format(int column, ResultSetMetaData metadata) throws SQLException {
        int scale = metadata.getScale(column);
        boolean fixed = switch (metadata.getColumnType(column)) {
            case Types.DECIMAL, Types.NUMERIC -> scale > 0 && scale <= MOST_DECIMALS_SHOWN;
            default -> false;
        };
        return fixed ? CellFormat.number(scale) : CellFormat.automatic();
    }
}
