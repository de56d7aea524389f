package dev.errand.excel.batch;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoField;

/**
 * Which numbers Excel has for values. Its days begin with 1900-01-01 and end with 9999-12-31, and a time is a part of
 * one; it keeps 15 digits.
 */
final class ExcelNumbers {

    static final int EXACT_DIGITS = 15;
    static final int MILLIS_OF_DAY = 86_400_000;

    private static final long MOST_EXACT_INTEGER = 999_999_999_999_999L;
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    private static final long DAY_ZERO = FIRST_DAY.toEpochDay() - 1;
    private static final long AFTER_FALSE_LEAP_DAY = LocalDate.of(1900, 3, 1).toEpochDay();
    private static final int LAST_YEAR = 9999;
    private static final long LAST_DAY = 2_958_465;

    private ExcelNumbers() {}

    /** The number in the cell of a value that may be kept; NaN if it is none, or a text. */
    static double of(Object value, ZoneId zone) {
        return switch (value) {
            case Long number -> isExact(number) ? number : Double.NaN;
            case BigDecimal number -> isExact(number) ? number.doubleValue() : Double.NaN;
            case Float number -> finite(Double.parseDouble(number.toString()));
            case Number number -> finite(number.doubleValue());
            case LocalDate date -> isOutside(date) ? Double.NaN : dayNumber(date);
            case LocalDateTime moment -> of(moment);
            case LocalTime time -> partOfDay(millisOfDay(time));
            case Instant moment -> of(moment, zone);
            case ZonedDateTime moment -> of(moment.toInstant(), zone);
            case OffsetDateTime moment -> of(moment.toInstant(), zone);
            case Duration duration -> isShown(duration) ? partOfDay(duration.toMillis()) : Double.NaN;
            case KeptFormula formula -> formula.result().orElse(Double.NaN);
            default -> Double.NaN;
        };
    }

    private static double finite(double number) {
        return Double.isFinite(number) ? number : Double.NaN;
    }

    private static double of(LocalDateTime moment) {
        return isOutside(moment.toLocalDate())
                ? Double.NaN
                : dayNumber(moment.toLocalDate()) + partOfDay(millisOfDay(moment.toLocalTime()));
    }

    private static double of(Instant moment, ZoneId zone) {
        try {
            return of(LocalDateTime.ofInstant(moment, zone));
        } catch (DateTimeException outOfRange) {
            return Double.NaN;
        }
    }

    private static double partOfDay(long millis) {
        return (double) millis / MILLIS_OF_DAY;
    }

    /** What kind of number it is. */
    static KeptFormula.Kind kindOf(Object value) {
        return switch (value) {
            case LocalDate date -> KeptFormula.Kind.DATE;
            case LocalTime time -> KeptFormula.Kind.TIME;
            case Duration duration -> KeptFormula.Kind.DURATION;
            case KeptFormula formula -> formula.kind();
            case Number number -> KeptFormula.Kind.NUMBER;
            default -> KeptFormula.Kind.DATE_TIME;
        };
    }

    static boolean isExact(long number) {
        return hasFewDigits(number) || isExact(BigDecimal.valueOf(number));
    }

    static boolean hasFewDigits(long number) {
        return number >= -MOST_EXACT_INTEGER && number <= MOST_EXACT_INTEGER;
    }

    static boolean isExact(BigDecimal number) {
        double nearest = Math.abs(number.doubleValue());
        boolean inRange = number.signum() == 0 || (nearest >= Double.MIN_NORMAL && nearest <= Double.MAX_VALUE);
        return inRange && number.stripTrailingZeros().precision() <= EXACT_DIGITS;
    }

    /** To the millisecond, which a double of 15 digits can hold: a finer fraction would round up to the next day. */
    static int millisOfDay(LocalTime time) {
        return time.get(ChronoField.MILLI_OF_DAY);
    }

    static boolean isOutside(LocalDate date) {
        return date.isBefore(FIRST_DAY) || date.getYear() > LAST_YEAR;
    }

    /** Day 1 is 1900-01-01; day 60 is the 29th of February 1900 that never was (ECMA-376 part 1, section 18.17.4.1). */
    static int dayNumber(LocalDate date) {
        long day = date.toEpochDay();
        return (int) (day < AFTER_FALSE_LEAP_DAY ? day - DAY_ZERO : day - DAY_ZERO + 1);
    }

    /** Excel shows no negative duration, and none of more days than its calendar has. */
    static boolean isShown(Duration duration) {
        return !duration.isNegative() && duration.toDays() <= LAST_DAY;
    }
}
