package dev.errand.excel;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.CharBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Rows of all kinds of values, the same for the same seed, and a sheet that shows them. */
final class AnyRows {

    private static final int COLUMNS = 8;
    private static final String[] NASTY = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\u0000",
        "_x0041_",
        "_x0041\u0001",
        "]]>",
        "<a/>",
        "&amp;",
        "\ud83d",
        "\ude00\ud83d",
        "\ufffe",
        "  ",
        " x",
        "x ",
        "",
        "'",
        "=HYPERLINK(\"x\")",
        "\uff1d1+1",
        "a\r\nb"
    };

    private final Random random;

    AnyRows(long seed) {
        this.random = new Random(seed);
    }

    static ExcelSheet<List<@Nullable Object>> sheet() {
        ExcelSheet<List<@Nullable Object>> sheet = ExcelSheet.named("Any");
        for (int i = 0; i < COLUMNS; i++) {
            int column = i;
            sheet = sheet.column("Column " + i, row -> row.get(column), format(i));
        }
        return sheet.zone(ZoneOffset.UTC);
    }

    private static CellFormat format(int column) {
        return switch (column) {
            case 5 -> CellFormat.number(2);
            case 6 -> CellFormat.of("0.0000 \"<&>\"");
            default -> CellFormat.automatic();
        };
    }

    List<List<@Nullable Object>> rows(int count) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<@Nullable Object> row = new ArrayList<>();
            for (int column = 0; column < COLUMNS; column++) {
                row.add(column < 2 ? usual(column) : value());
            }
            rows.add(row);
        }
        return rows;
    }

    private Object usual(int column) {
        return column == 0 ? "Order " + random.nextInt(500) : (Object) random.nextInt(100_000);
    }

    private @Nullable Object value() {
        return switch (random.nextInt(23)) {
            case 0 -> null;
            case 1 -> random.nextBoolean();
            case 2 -> random.nextInt();
            case 3 -> random.nextLong() >> random.nextInt(Long.SIZE);
            case 4 -> (short) random.nextInt();
            case 5 -> (byte) random.nextInt();
            case 6 -> random.nextInt(1_000_000) / 100.0;
            case 7 -> Double.longBitsToDouble(random.nextLong());
            case 8 -> random.nextFloat();
            case 9 -> new BigDecimal(new BigInteger(random.nextInt(80), random), random.nextInt(-5, 25));
            case 10 -> new BigInteger(random.nextInt(120), random);
            case 11 -> date();
            case 12 -> LocalDateTime.of(date(), time());
            case 13 -> time();
            case 14 -> Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
            case 15 -> Optional.of(random.nextInt());
            case 16 -> CharBuffer.wrap("buffer " + random.nextInt(10));
            case 17 -> NASTY[random.nextInt(NASTY.length)];
            case 18 -> Character.toString(random.nextInt(0x110000)).repeat(random.nextInt(5));
            case 19 -> Duration.ofMillis(random.nextLong(1_000_000_000L) >> random.nextInt(40));
            case 20 -> Hyperlink.to("https://example.org/" + random.nextInt(), NASTY[random.nextInt(NASTY.length)]);
            default -> "text ".repeat(random.nextInt(10));
        };
    }

    private LocalDate date() {
        return LocalDate.ofEpochDay(random.nextLong(-30_000, 60_000));
    }

    private LocalTime time() {
        return LocalTime.ofNanoOfDay(random.nextLong(86_400_000_000_000L));
    }
}
