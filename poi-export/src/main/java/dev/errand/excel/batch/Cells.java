package dev.errand.excel.batch;

import dev.errand.excel.sheet.RowEncoder;
import java.math.BigDecimal;
import java.time.DateTimeException;
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
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Writes values of Java as Excel can hold them.
 *
 * <p>Excel's numbers are doubles shown with 15 digits: what would lose digits is written as text instead. Its days
 * begin with 1900-01-01 and end with 9999-12-31: dates outside are text. Its cells know no time zone: a moment is shown
 * as the clock of the sheet's zone showed it.
 *
 * <p>Takes what {@link TakenValues} lets through. For one thread at a time.
 */
final class Cells {

    private static final int EXACT_DIGITS = 15;
    private static final long MOST_EXACT_INTEGER = 999_999_999_999_999L;
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    private static final long DAY_ZERO = FIRST_DAY.toEpochDay() - 1;
    private static final long AFTER_FALSE_LEAP_DAY = LocalDate.of(1900, 3, 1).toEpochDay();
    private static final int LAST_YEAR = 9999;

    private final RowEncoder encoder;
    private final ZoneId zone;
    private final ColumnStyles[] styles;
    private final ColumnWidths widths;

    Cells(RowEncoder encoder, SheetForm form) {
        this.encoder = encoder;
        this.zone = form.zone();
        this.styles = form.patterns().stream()
                .map(pattern -> ColumnStyles.of(pattern, form.styles()))
                .toArray(ColumnStyles[]::new);
        this.widths = new ColumnWidths(form.patterns());
    }

    /** How wide what was written is shown. */
    ColumnWidths widths() {
        return widths;
    }

    /** Writes what a value becomes in a column. */
    void put(int column, @Nullable Object value) {
        if (value == null) {
            encoder.blank(column, styles[column].general());
        } else if (value instanceof String text) {
            text(column, text);
        } else if (value instanceof Number number) {
            number(column, number);
        } else if (value instanceof LocalDate date) {
            date(column, date);
        } else if (value instanceof LocalDateTime dateTime) {
            dateTime(column, dateTime);
        } else if (value instanceof Boolean bool) {
            encoder.bool(column, styles[column].general(), bool);
        } else {
            otherTime(column, value);
        }
    }

    private void text(int column, String text) {
        widths.text(column, text);
        encoder.text(column, styles[column].general(), text);
    }

    private void number(int column, Number value) {
        if (value instanceof Double number) {
            floating(column, number);
        } else if (value instanceof BigDecimal number) {
            decimal(column, number);
        } else if (value instanceof Float number) {
            floating(column, Double.parseDouble(number.toString()));
        } else {
            integer(column, value.longValue());
        }
    }

    private void integer(int column, long number) {
        if (number < -MOST_EXACT_INTEGER || number > MOST_EXACT_INTEGER) {
            decimal(column, BigDecimal.valueOf(number));
        } else {
            widths.number(column, (double) number, encoder.integer(column, styles[column].general(), number));
        }
    }

    private void decimal(int column, BigDecimal number) {
        int scale = number.scale();
        if (scale >= 0 && scale <= EXACT_DIGITS && number.precision() <= EXACT_DIGITS) {
            long unscaled = number.unscaledValue().longValue();
            int characters = encoder.decimal(column, styles[column].general(), unscaled, scale);
            widths.number(column, number.doubleValue(), characters);
        } else if (isExact(number)) {
            floating(column, number.doubleValue());
        } else {
            text(column, TakenValues.digitsOf(number));
        }
    }

    private static boolean isExact(BigDecimal number) {
        double nearest = number.doubleValue();
        boolean inRange = Double.isFinite(nearest) && (nearest != 0 || number.signum() == 0);
        return inRange && number.stripTrailingZeros().precision() <= EXACT_DIGITS;
    }

    private void floating(int column, double number) {
        if (Double.isFinite(number)) {
            widths.number(column, number, encoder.floating(column, styles[column].general(), number));
        } else {
            text(column, Double.toString(number));
        }
    }

    private void date(int column, LocalDate date) {
        if (isOutside(date)) {
            text(column, date.toString());
        } else {
            encoder.integer(column, styles[column].date(), dayNumber(date));
            widths.moment(column, ColumnStyles.DATE);
        }
    }

    private void otherTime(int column, Object value) {
        switch (value) {
            case LocalTime time -> {
                boolean fraction = hasMillis(time);
                encoder.moment(column, styles[column].time(fraction), 0, millisOfDay(time));
                widths.moment(column, ColumnStyles.timePattern(fraction));
            }
            case Instant instant -> moment(column, instant, instant);
            case ZonedDateTime moment -> moment(column, moment.toInstant(), moment);
            case OffsetDateTime moment -> moment(column, moment.toInstant(), moment);
            default -> throw new IllegalArgumentException("not taken: " + value.getClass());
        }
    }

    /** A moment by the clock of the zone; beyond the years that this clock knows, the value's own text. */
    private void moment(int column, Instant instant, Object value) {
        LocalDateTime byTheClock;
        try {
            byTheClock = LocalDateTime.ofInstant(instant, zone);
        } catch (DateTimeException outOfRange) {
            text(column, value.toString());
            return;
        }
        dateTime(column, byTheClock);
    }

    private void dateTime(int column, LocalDateTime dateTime) {
        LocalDate date = dateTime.toLocalDate();
        LocalTime time = dateTime.toLocalTime();
        if (isOutside(date)) {
            text(column, TextOfDateTime.FORMAT.format(dateTime));
        } else {
            boolean fraction = hasMillis(time);
            encoder.moment(column, styles[column].dateTime(fraction), dayNumber(date), millisOfDay(time));
            widths.moment(column, ColumnStyles.dateTimePattern(fraction));
        }
    }

    /** To the millisecond, which a double of 15 digits can hold: a finer fraction would round up to the next day. */
    private static int millisOfDay(LocalTime time) {
        return time.get(ChronoField.MILLI_OF_DAY);
    }

    private static boolean hasMillis(LocalTime time) {
        return time.get(ChronoField.MILLI_OF_SECOND) != 0;
    }

    private static boolean isOutside(LocalDate date) {
        return date.isBefore(FIRST_DAY) || date.getYear() > LAST_YEAR;
    }

    /** Day 1 is 1900-01-01; day 60 is the 29th of February 1900 that never was (ECMA-376 part 1, section 18.17.4.1). */
    private static int dayNumber(LocalDate date) {
        long day = date.toEpochDay();
        return (int) (day < AFTER_FALSE_LEAP_DAY ? day - DAY_ZERO : day - DAY_ZERO + 1);
    }

    /** Made when the first date that is none for Excel comes. */
    private static final class TextOfDateTime {
        static final DateTimeFormatter FORMAT = new DateTimeFormatterBuilder()
                .append(DateTimeFormatter.ISO_LOCAL_DATE)
                .appendLiteral(' ')
                .appendPattern("HH:mm:ss")
                .appendFraction(ChronoField.NANO_OF_SECOND, 0, 9, true)
                .toFormatter(Locale.ROOT);
    }
}
