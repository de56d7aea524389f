package dev.errand.schedule;

import static dev.errand.schedule.ScheduleTest.slots;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CronTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "30 2 * * MON-FRI; 2026-11-20T02:30; 2026-11-23T02:30",
                "0 0 1 jan *; 2026-11-22T12:00; 2027-01-01T00:00",
                "0 0 * * 0; 2026-11-22T12:00; 2026-11-29T00:00",
                "0 0 * * 7; 2026-11-22T12:00; 2026-11-29T00:00",
                "0 0 * * 5-7; 2026-11-21T12:00; 2026-11-22T00:00",
                "0 0 13 * 5; 2026-11-13T00:00; 2026-11-20T00:00",
                "0 0 29 2 *; 2026-11-22T12:00; 2028-02-29T00:00",
                "0 0 29 2 *; 2096-03-01T00:00; 2104-02-29T00:00",
                "*/15 8-18/2 * * *; 2026-11-22T18:45; 2026-11-23T08:00",
                "5/20 * * * *; 2026-11-22T12:05; 2026-11-22T12:25",
                " 0   0 1,15 * * ; 2026-11-22T12:00; 2026-12-01T00:00",
            })
    void findsTheNextTime(String expression, LocalDateTime after, LocalDateTime slot) {
        assertThat(Schedule.cron(expression, ZoneOffset.UTC).next(after.toInstant(ZoneOffset.UTC)))
                .contains(slot.toInstant(ZoneOffset.UTC));
    }

    /** Around 29 March, when 02:00 was followed by 03:00. All times in UTC, of which Berlin was one, then two ahead. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "30 2 * * *; 28T01:30 29T01:00 30T00:30",
                "0 3 * * *; 28T02:00 29T01:00 30T01:00",
                "*/20 2-3 29 * *; 29T01:00 29T01:20 29T01:40",
                "30 */2 29 * *; 28T23:30 29T01:00 29T02:30",
                "30 0-4 29 * *; 28T23:30 29T00:30 29T01:00 29T01:30 29T02:30",
                "30 * 29 * *; 28T23:30 29T00:30 29T01:30 29T02:30",
            })
    void losesNothingInSpring(String expression, String expected) {
        assertThat(slots(Schedule.cron(expression, BERLIN), Instant.parse("2026-03-27T12:00:00Z"), count(expected)))
                .containsExactlyElementsOf(times("2026-03-", expected));
    }

    /** Around 25 October, when 03:00 was followed by 02:00. In UTC, of which Berlin was two, then one ahead. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "30 2 * * *; 24T00:30 25T00:30 26T01:30",
                "0 3 * * *; 24T01:00 25T02:00 26T02:00",
                "*/20 2-3 25 * *; 25T00:00 25T00:20 25T00:40 25T02:00",
                "30 * 25 * *; 24T22:30 24T23:30 25T00:30 25T01:30 25T02:30",
            })
    void repeatsNothingInAutumn(String expression, String expected) {
        assertThat(slots(Schedule.cron(expression, BERLIN), Instant.parse("2026-10-23T12:00:00Z"), count(expected)))
                .containsExactlyElementsOf(times("2026-10-", expected));
    }

    @Test
    void goesOnFromTheMiddleOfARepeatedHour() {
        Instant secondHalfPastTwo = Instant.parse("2026-10-25T01:30:00Z");

        assertThat(Schedule.cron("*/20 1-4 * * *", BERLIN).next(secondHalfPastTwo))
                .contains(Instant.parse("2026-10-25T02:00:00Z"));
        assertThat(Schedule.cron("*/20 * * * *", BERLIN).next(secondHalfPastTwo))
                .contains(Instant.parse("2026-10-25T01:40:00Z"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 30 2 *", "* * 31 2,4,6,9,11 *", "0 0 31 FEB *"})
    void daysThatDoNotExistNeverCome(String expression) {
        assertThat(Schedule.cron(expression, BERLIN).next(Instant.parse("2026-11-22T12:00:00Z")))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "60 * * * *; minute; 60; 0 to 59",
                "-1 * * * *; minute; -1; 0 to 59",
                "*/0 * * * *; minute; */0; 0 to 59",
                "99999999999 * * * *; minute; 99999999999; 0 to 59",
                "1,,2 * * * *; minute; 1,,2; 0 to 59",
                "0||5 * * * *; minute; 0||5; 0 to 59",
                "* 24 * * *; hour; 24; 0 to 23",
                "* 22-2 * * *; hour; 22-2; 0 to 23",
                "* 9|17 * * *; hour; 9|17; 0 to 23",
                "* * 0 * *; day of month; 0; 1 to 31",
                "* * L * *; day of month; L; 1 to 31",
                "* * 1W * *; day of month; 1W; 1 to 31",
                "* * ? * *; day of month; ?; 1 to 31",
                "* * * 13 *; month; 13; 1 to 12, JAN to DEC",
                "* * * janvier *; month; JANVIER; 1 to 12, JAN to DEC",
                "* * * * 8; day of week; 8; 0 to 7, SUN to SAT",
                "* * * * 1#2; day of week; 1#2; 0 to 7, SUN to SAT",
                "* * * * 1-; day of week; 1-; 0 to 7, SUN to SAT",
            })
    void refusesAWrongField(String expression, String field, String value, String limit) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Schedule.cron(expression, BERLIN))
                .withMessage(field + " of the cron expression is \"" + value + "\", but must be * or " + limit
                        + ", or a range such as 2-5, a step such as */2, or a list of these");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "  ", "* * * *", "0 30 2 * * *", "0 0 12 1/1 * ? *", "@daily", "0 0 1 1 * | 0 0 2 2 *", "x"})
    void refusesOtherThanFiveFields(String expression) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> Schedule.cron(expression, BERLIN))
                .withMessage(
                        "cron expression is \"" + expression + "\", but must have five fields: minute, hour, day of"
                                + " month, month and day of week, as in 30 2 * * MON-FRI");
    }

    @Test
    void saysWhatItIs() {
        assertThat(Schedule.cron(" 30  2 * * mon-fri", BERLIN)).hasToString("cron 30 2 * * MON-FRI in Europe/Berlin");
        assertThat(Schedule.cron("*/5 * * * *", BERLIN)).hasToString("cron */5 * * * * in Europe/Berlin");
    }

    @Test
    @ResourceLock(Resources.LOCALE)
    void namesAreReadInEveryLocale() {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag("tr"));
        try {
            assertThat(Schedule.cron("0 0 * * fri", BERLIN)).hasToString("cron 0 0 * * FRI in Europe/Berlin");
        } finally {
            Locale.setDefault(before);
        }
    }

    private static int count(String expected) {
        return expected.split(" ").length;
    }

    private static List<Instant> times(String month, String expected) {
        return Arrays.stream(expected.split(" "))
                .map(time -> Instant.parse(month + time + ":00Z"))
                .toList();
    }
}
