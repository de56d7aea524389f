package dev.errand.excel.csv;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Calendar;
import java.util.Date;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Values of Java as the fields of a CSV file.
 *
 * <p>A program that opens such a file takes a text for a formula if it begins with one of a few signs. OWASP's advice
 * ("CSV Injection") is followed: an apostrophe stands before those texts, and a text with any usual separator is quoted,
 * also where it is another one that separates here, so no program splits it in such a way that a formula begins within.
 * Numbers and booleans are none that somebody could have typed, and stay as they are; so do dates but those of years beyond
 * four digits, which begin with a sign.
 */
public final class CsvFields {

    private static final String BEGINNINGS_OF_FORMULAS = "=+-@\t\r\n\0＝＋－＠";
    private static final String QUOTED = ",;\t|\"\r\n";
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]++(\\.[0-9]++)?(E-?[0-9]++)?");

    private final CsvForm form;

    /**
     * Fields of this form.
     *
     * @param form how they are written
     */
    public CsvFields(CsvForm form) {
        this.form = form;
    }

    /**
     * A value as a whole field, with its quotes. Runs code of the value, as far as its {@code toString()}.
     *
     * @param value any value; null is an empty field
     * @return the field
     */
    public String field(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case String text -> text(text);
            case Optional<?> optional -> field(optional.orElse(null));
            case Boolean bool -> bool.toString();
            case Number number -> number(number);
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case LocalDate date -> text(form.dates().format(date));
            case LocalDateTime moment -> moment(moment);
            case Instant moment -> moment(moment, moment);
            case OffsetDateTime moment -> moment(moment.toInstant(), moment);
            case ZonedDateTime moment -> moment(moment.toInstant(), moment);
            case java.sql.Date date -> field(date.toLocalDate());
            case java.sql.Time time -> field(time.toLocalTime());
            case java.sql.Timestamp moment -> moment(moment.toLocalDateTime());
            case Date moment -> field(moment.toInstant());
            case Calendar moment -> field(moment.toInstant());
            default -> text(Objects.requireNonNull(value.toString(), () -> "toString() of " + value.getClass()));
        };
    }

    private String text(String text) {
        boolean guarded = form.formulaGuard() && !text.isEmpty() && BEGINNINGS_OF_FORMULAS.indexOf(text.charAt(0)) >= 0;
        return quoted(guarded ? "'" + text : text);
    }

    /** All digits without an exponent, where there are not too many. A class of somebody's own may say anything. */
    private String number(Number number) {
        String text = number.toString();
        return switch (number) {
            case Double floating -> quoted(PlainNumbers.of(floating, text));
            case Float floating -> quoted(PlainNumbers.of(floating, text));
            case BigDecimal decimal when decimal.getClass() == BigDecimal.class -> quoted(PlainNumbers.of(decimal));
            default -> NUMBER.matcher(text).matches() ? quoted(text) : text(text);
        };
    }

    private String moment(LocalDateTime moment) {
        return text(form.moments().format(moment));
    }

    /** By the clock of the zone; beyond the years that this clock knows, the value's own text. */
    private String moment(Instant instant, Object value) {
        LocalDateTime byTheClock;
        try {
            byTheClock = LocalDateTime.ofInstant(instant, form.zone());
        } catch (DateTimeException outOfRange) {
            return text(value.toString());
        }
        return moment(byTheClock);
    }

    private String quoted(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == form.separator() || QUOTED.indexOf(c) >= 0) {
                return "\"" + text.replace("\"", "\"\"") + "\"";
            }
        }
        return text;
    }
}
