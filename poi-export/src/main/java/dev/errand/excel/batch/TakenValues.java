package dev.errand.excel.batch;

import dev.errand.excel.csv.PlainNumbers;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values as they may be kept while their row goes on, and read by another thread.
 *
 * <p>What is known to be immutable stays as it is. Everything else, which may change, be lazy, or belong to a row that
 * the database moves on from, is turned at once into such a value, or into its text: so code of the row runs on the
 * thread of the task, and nowhere else.
 */
public final class TakenValues {

    /** A larger whole number is a text at once, whose length can be told; a smaller one surely fits into a cell. */
    private static final int MOST_BITS = 3_000;

    /** A longer text of a number is one. */
    private static final int MOST_LETTERS = 1_000;

    private TakenValues() {}

    /**
     * A value that may be kept.
     *
     * @param value what a column took out of a row
     * @param asText whether it is to be its text in any case
     * @return null, a text, a boolean, a number of the JDK, a duration, or one of its dates and times
     */
    public static @Nullable Object of(@Nullable Object value, boolean asText) {
        if (value instanceof String || value == null) {
            return value;
        }
        return asText ? textOf(value) : kept(value);
    }

    /**
     * Whether a value may be kept as it is.
     *
     * @param value what a column took out of a row
     * @return true for null, and for what is known to be immutable
     */
    public static boolean mayStay(@Nullable Object value) {
        return value == null || isImmutable(value);
    }

    private static @Nullable Object kept(Object value) {
        return isImmutable(value) ? value : keptForm(value);
    }

    /** All of them final classes. */
    private static boolean isImmutable(Object value) {
        return value instanceof Long
                || value instanceof Integer
                || value instanceof Double
                || value instanceof LocalDate
                || value instanceof LocalDateTime
                || value instanceof Boolean
                || value instanceof String
                || value instanceof Short
                || value instanceof Byte
                || value instanceof Float
                || value instanceof LocalTime
                || value instanceof Instant
                || value instanceof OffsetDateTime
                || value instanceof ZonedDateTime;
    }

    private static @Nullable Object keptForm(Object value) {
        return switch (value) {
            case BigDecimal number -> decimal(number);
            case BigInteger number -> decimal(new BigDecimal(number));
            case Number number -> numberOf(number);
            case Optional<?> optional -> optional.isEmpty() ? null : kept(optional.get());
            case Duration duration -> duration;
            case java.sql.Date date -> date.toLocalDate();
            case java.sql.Time time -> time.toLocalTime();
            case java.sql.Timestamp moment -> moment.toLocalDateTime();
            case Date moment -> moment.toInstant();
            case Calendar moment -> moment.toInstant();
            default -> textOf(value);
        };
    }

    /** One of a class that may change, or that we do not know: what it says it is. */
    private static Object numberOf(Number number) {
        String text = textOf(number);
        try {
            return text.length() <= MOST_LETTERS ? decimal(new BigDecimal(text)) : text;
        } catch (NumberFormatException noNumber) {
            return text;
        }
    }

    /** A number that has no end is a text at once; one of a class of its own is not trusted. */
    private static Object decimal(BigDecimal number) {
        BigDecimal own = number.getClass() == BigDecimal.class ? number : new BigDecimal(number.toString());
        boolean small = own.unscaledValue().bitLength() <= MOST_BITS;
        return small ? own : PlainNumbers.of(own);
    }

    /**
     * Whether a number has more than the 15 digits that Excel keeps of an exact one.
     *
     * @param number one that may be kept
     * @return true if it is written as text; never for floating-point numbers
     */
    public static boolean losesDigits(Number number) {
        return switch (number) {
            case BigDecimal decimal -> !ExcelNumbers.isExact(decimal);
            case Long whole -> !ExcelNumbers.isExact(whole);
            default -> false;
        };
    }

    private static String textOf(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.isEmpty() ? "" : textOf(optional.get());
            case BigDecimal number -> PlainNumbers.of(number);
            case Double number -> PlainNumbers.of(number, number.toString());
            case Float number -> PlainNumbers.of(number, number.toString());
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            default -> Objects.requireNonNull(value.toString(), () -> "toString() of " + value.getClass());
        };
    }
}
