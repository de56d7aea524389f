package dev.errand.excel;

import dev.errand.excel.CellContent.Blank;
import dev.errand.excel.CellContent.Bool;
import dev.errand.excel.CellContent.Numeric;
import dev.errand.excel.CellContent.Text;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Values of Java as Excel can hold them.
 *
 * <p>Excel's numbers are doubles shown with 15 digits: what would lose digits is written as text instead. Its days
 * begin with 1900-01-01 and end with 9999-12-31: dates outside are text. Its cells know no time zone: a moment is shown
 * as the clock of the sheet's zone showed it.
 */
final class Cells {

    private static final int EXACT_DIGITS = 15;
    private static final long MOST_EXACT_INTEGER = 999_999_999_999_999L;
    private static final int MOST_ZEROS = 1_000;
    private static final String GENERAL = "General";
    private static final int GENERAL_WIDTH = 11;
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    private static final LocalDate AFTER_FALSE_LEAP_DAY = LocalDate.of(1900, 3, 1);
    private static final int LAST_YEAR = 9999;
    private static final double NANOS_OF_DAY = Duration.ofDays(1).toNanos();
    private static final String WITH_FRACTION = ".000";
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral(' ')
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
            .toFormatter(Locale.ROOT);

    private final ZoneId zone;

    Cells(ZoneId zone) {
        this.zone = zone;
    }

    /** What a value becomes in a column of this format. */
    CellContent contentOf(@Nullable Object value, CellFormat format) {
        if (format.asText()) {
            return value == null ? new Blank() : new Text(textOf(value));
        }
        return switch (value) {
            case null -> new Blank();
            case Optional<?> optional -> contentOf(optional.orElse(null), format);
            case CharSequence text -> new Text(textOf(text));
            case Boolean bool -> new Bool(bool);
            case BigDecimal number -> decimal(number, format);
            case BigInteger number -> decimal(new BigDecimal(number), format);
            case Double number -> floating(number, format);
            case Float number -> floating(Double.parseDouble(number.toString()), format);
            case Long number -> integer(number, format);
            case Integer number -> integer(number, format);
            case Short number -> integer(number, format);
            case Byte number -> integer(number, format);
            case LocalDate date -> date(date, format);
            case LocalDateTime dateTime -> dateTime(dateTime, format);
            case LocalTime time -> time(time, format);
            case Instant instant -> moment(instant, instant, format);
            case ZonedDateTime moment -> moment(moment.toInstant(), moment, format);
            case OffsetDateTime moment -> moment(moment.toInstant(), moment, format);
            case java.sql.Date date -> date(date.toLocalDate(), format);
            case java.sql.Time time -> contentOf(time.toLocalTime(), format);
            case java.sql.Timestamp moment -> dateTime(moment.toLocalDateTime(), format);
            case Date moment -> moment(moment.toInstant(), moment, format);
            default -> new Text(textOf(value));
        };
    }

    private String textOf(Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.map(this::textOf).orElse("");
            case BigDecimal number -> digitsOf(number);
            default -> Objects.requireNonNull(value.toString(), () -> "toString() of " + value.getClass());
        };
    }

    /** All digits, unless the exponent would make a book of them. */
    private static String digitsOf(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MOST_ZEROS ? number.toPlainString() : number.toString();
    }

    private static CellContent integer(long number, CellFormat format) {
        boolean exact = number >= -MOST_EXACT_INTEGER && number <= MOST_EXACT_INTEGER;
        return exact ? numeric((double) number, format) : decimal(BigDecimal.valueOf(number), format);
    }

    private static CellContent decimal(BigDecimal number, CellFormat format) {
        double nearest = number.doubleValue();
        boolean inRange = Double.isFinite(nearest) && (nearest != 0 || number.signum() == 0);
        boolean exact = inRange && number.stripTrailingZeros().precision() <= EXACT_DIGITS;
        return exact ? numeric(nearest, format) : new Text(digitsOf(number));
    }

    private static CellContent floating(double number, CellFormat format) {
        return Double.isFinite(number) ? numeric(number, format) : new Text(Double.toString(number));
    }

    private static CellContent numeric(double number, CellFormat format) {
        return new Numeric(number, GENERAL, shownWidth(number, format));
    }

    /** Digits, sign and separators of the whole part, and what stands behind the point in the pattern. */
    private static int shownWidth(double number, CellFormat format) {
        int whole = number < 0 ? 2 : 1;
        double rest = Math.abs(number);
        while (rest >= 10) {
            rest /= 10;
            whole++;
        }
        if (format.pattern().isEmpty() || format.pattern().equals(GENERAL)) {
            return Math.min(GENERAL_WIDTH, Double.toString(number).length());
        }
        int separators = format.pattern().contains(",") ? whole / 3 : 0;
        int point = format.pattern().indexOf('.');
        return whole + separators + (point < 0 ? 0 : format.pattern().length() - point);
    }

    private static CellContent date(LocalDate date, CellFormat format) {
        if (isOutside(date)) {
            return new Text(date.toString());
        }
        return new Numeric(dayNumber(date), CellFormat.date().pattern(), widthOf(format, 10));
    }

    /** A moment by the clock of the zone; beyond the years that this clock knows, the value's own text. */
    private CellContent moment(Instant instant, Object value, CellFormat format) {
        LocalDateTime byTheClock;
        try {
            byTheClock = LocalDateTime.ofInstant(instant, zone);
        } catch (DateTimeException outOfRange) {
            return new Text(value.toString());
        }
        return dateTime(byTheClock, format);
    }

    private static CellContent dateTime(LocalDateTime dateTime, CellFormat format) {
        if (isOutside(dateTime.toLocalDate())) {
            return new Text(DATE_TIME.format(dateTime));
        }
        double day = dayNumber(dateTime.toLocalDate()) + partOfDay(dateTime.toLocalTime());
        String pattern = CellFormat.dateTime().pattern() + fractionOf(dateTime.toLocalTime());
        return new Numeric(day, pattern, widthOf(format, pattern.length()));
    }

    private static CellContent time(LocalTime time, CellFormat format) {
        String pattern = "hh:mm:ss" + fractionOf(time);
        return new Numeric(partOfDay(time), pattern, widthOf(format, pattern.length()));
    }

    /** To the millisecond, which a double of 15 digits can hold: a finer fraction would round up to the next day. */
    private static double partOfDay(LocalTime time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toNanoOfDay() / NANOS_OF_DAY;
    }

    /** Without it, programs round the fraction to a whole second when they show it. */
    private static String fractionOf(LocalTime time) {
        return time.get(ChronoField.MILLI_OF_SECOND) == 0 ? "" : WITH_FRACTION;
    }

    private static int widthOf(CellFormat format, int ofTheValue) {
        return format.pattern().isEmpty() ? ofTheValue : format.pattern().length();
    }

    private static boolean isOutside(LocalDate date) {
        return date.isBefore(FIRST_DAY) || date.getYear() > LAST_YEAR;
    }

    /** Day 1 is 1900-01-01; day 60 is the 29th of February 1900 that never was (ECMA-376 part 1, section 18.17.4.1). */
    private static long dayNumber(LocalDate date) {
        long day = date.toEpochDay() - FIRST_DAY.toEpochDay() + 1;
        return date.isBefore(AFTER_FALSE_LEAP_DAY) ? day : day + 1;
    }
}
