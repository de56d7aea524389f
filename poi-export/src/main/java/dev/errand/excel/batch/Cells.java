package dev.errand.excel.batch;

import dev.errand.excel.csv.PlainNumbers;
import dev.errand.excel.sheet.RowEncoder;
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

    private final RowEncoder encoder;
    private final RowForm form;
    private final ZoneId zone;
    private final ColumnStyles[] styles;
    private final ColumnStyles[][] looks;
    private final ColumnWidths widths;

    Cells(RowEncoder encoder, RowForm form) {
        this.encoder = encoder;
        this.form = form;
        this.zone = form.zone();
        this.looks = new ColumnStyles[form.columns()][];
        this.styles = new ColumnStyles[form.columns()];
        for (int i = 0; i < looks.length; i++) {
            looks[i] = form.stylesOf(i);
            styles[i] = looks[i][0];
        }
        this.widths = new ColumnWidths(form.patterns());
    }

    /** How wide what was written is shown. */
    ColumnWidths widths() {
        return widths;
    }

    /** Gives a column another look from now on; 0 is the usual one. */
    void look(int column, int look) {
        styles[column] = looks[column][look];
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
            other(column, value);
        }
    }

    private void text(int column, String text) {
        widths.text(column, text, encoder.text(column, styles[column].general(), text));
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
        if (!ExcelNumbers.hasFewDigits(number)) {
            decimal(column, BigDecimal.valueOf(number));
        } else {
            widths.number(column, (double) number, encoder.integer(column, styles[column].general(), number));
        }
    }

    private void decimal(int column, BigDecimal number) {
        int scale = number.scale();
        if (scale >= 0 && scale <= ExcelNumbers.EXACT_DIGITS && number.precision() <= ExcelNumbers.EXACT_DIGITS) {
            long unscaled = number.unscaledValue().longValue();
            int characters = encoder.decimal(column, styles[column].general(), unscaled, scale);
            widths.number(column, number.doubleValue(), characters);
        } else if (ExcelNumbers.isExact(number)) {
            floating(column, number.doubleValue());
        } else {
            text(column, PlainNumbers.of(number));
        }
    }

    private void floating(int column, double number) {
        if (Double.isFinite(number)) {
            widths.number(column, number, encoder.floating(column, styles[column].general(), number));
        } else {
            text(column, Double.toString(number));
        }
    }

    private void date(int column, LocalDate date) {
        if (ExcelNumbers.isOutside(date)) {
            text(column, date.toString());
        } else {
            encoder.integer(column, styles[column].date(), ExcelNumbers.dayNumber(date));
            widths.moment(column, ColumnStyles.DATE);
        }
    }

    private void other(int column, Object value) {
        switch (value) {
            case Duration duration -> duration(column, duration);
            case KeptLink link ->
                widths.text(column, link.text(), encoder.text(column, styles[column].link(), link.text()));
            case KeptFormula formula -> formula(column, formula);
            case LocalTime time -> {
                boolean fraction = hasMillis(time);
                encoder.moment(column, styles[column].time(fraction), 0, ExcelNumbers.millisOfDay(time));
                widths.moment(column, ColumnStyles.timePattern(fraction));
            }
            case Instant instant -> moment(column, instant, instant);
            case ZonedDateTime moment -> moment(column, moment.toInstant(), moment);
            case OffsetDateTime moment -> moment(column, moment.toInstant(), moment);
            default -> throw new IllegalArgumentException("not taken: " + value.getClass());
        }
    }

    private void formula(int column, KeptFormula formula) {
        int style = switch (formula.kind()) {
            case NUMBER -> styles[column].general();
            case COUNT -> form.countStyle(column);
            case DATE -> styles[column].date();
            case DATE_TIME -> styles[column].dateTime(false);
            case TIME -> styles[column].time(false);
            case DURATION -> styles[column].duration(false);
        };
        int characters = encoder.formula(column, style, formula.in(encoder.row()), formula.result());
        if (formula.result().isEmpty()) {
            widths.unknown(column);
        } else if (formula.kind() == KeptFormula.Kind.NUMBER) {
            widths.number(column, formula.result().getAsDouble(), characters);
        }
    }

    /** Writes a total, whose letters are bold. */
    void putTotal(int column, @Nullable Object value) {
        put(column, value);
        if (value instanceof KeptFormula total && total.result().isPresent()) {
            widths.total(column, patternOf(total.kind()), total.result().getAsDouble());
        }
    }

    private static String patternOf(KeptFormula.Kind kind) {
        return switch (kind) {
            case NUMBER, COUNT -> ColumnStyles.GENERAL;
            case DATE -> ColumnStyles.DATE;
            case DATE_TIME -> ColumnStyles.dateTimePattern(false);
            case TIME -> ColumnStyles.timePattern(false);
            case DURATION -> ColumnStyles.durationPattern(false);
        };
    }

    private void duration(int column, Duration duration) {
        if (!ExcelNumbers.isShown(duration)) {
            text(column, clockText(duration));
        } else {
            boolean fraction = duration.toMillisPart() != 0;
            int millis = (int) (duration.toMillis() % ExcelNumbers.MILLIS_OF_DAY);
            int days = (int) duration.toDays();
            encoder.moment(column, styles[column].duration(fraction), days, millis);
            widths.duration(column, ColumnStyles.durationPattern(fraction), days);
        }
    }

    private static String clockText(Duration duration) {
        if (duration.toSeconds() == Long.MIN_VALUE) {
            return duration.toString(); // there is no such length without its sign
        }
        Duration length = duration.abs();
        String fraction = length.toMillisPart() == 0 ? "" : ".%03d".formatted(length.toMillisPart());
        return "%s%d:%02d:%02d%s"
                .formatted(
                        duration.isNegative() ? "-" : "",
                        length.toHours(),
                        length.toMinutesPart(),
                        length.toSecondsPart(),
                        fraction);
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
        if (ExcelNumbers.isOutside(date)) {
            text(column, TextOfDateTime.FORMAT.format(dateTime));
        } else {
            boolean fraction = hasMillis(time);
            encoder.moment(
                    column,
                    styles[column].dateTime(fraction),
                    ExcelNumbers.dayNumber(date),
                    ExcelNumbers.millisOfDay(time));
            widths.moment(column, ColumnStyles.dateTimePattern(fraction));
        }
    }

    private static boolean hasMillis(LocalTime time) {
        return time.get(ChronoField.MILLI_OF_SECOND) != 0;
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
