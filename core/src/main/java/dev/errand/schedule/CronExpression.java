package dev.errand.schedule;

import static com.cronutils.model.CronType.UNIX;
import static com.cronutils.model.definition.CronDefinitionBuilder.instanceDefinitionFor;

import com.cronutils.model.Cron;
import com.cronutils.model.field.CronFieldName;
import com.cronutils.model.field.expression.Always;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.InvalidInputException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A UNIX cron expression: the only class that knows the library cron-utils.
 *
 * <p>The library is asked in UTC, where every day has 24 hours; what becomes of daylight saving is decided by
 * {@link TimesOfDay} and {@link TimesOfEveryHour}. It looks a hundred years ahead, and then gives up.
 */
final class CronExpression implements WallTimes {

    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern FIELD = Pattern.compile("[0-9A-Z*,/-]+");
    private static final List<Field> FIELDS = List.of(
            new Field("minute", "0 to 59"),
            new Field("hour", "0 to 23"),
            new Field("day of month", "1 to 31"),
            new Field("month", "1 to 12, JAN to DEC"),
            new Field("day of week", "0 to 7, SUN to SAT"));

    private final String text;
    private final boolean everyHour;
    private final ExecutionTime times;

    private CronExpression(String text, Cron cron) {
        this.text = text;
        this.everyHour = cron.retrieve(CronFieldName.HOUR).getExpression() instanceof Always;
        this.times = ExecutionTime.forCron(cron);
    }

    /**
     * Reads an expression.
     *
     * @throws InvalidInputException if it cannot be understood; it names the field that is to blame
     */
    static CronExpression parse(String expression) {
        List<String> parts = List.of(BLANKS.split(expression.strip().toUpperCase(Locale.ROOT)));
        if (parts.size() != FIELDS.size()) {
            throw new InvalidInputException(
                    "cron expression",
                    expression,
                    "have five fields: minute, hour, day of month, month and day of week, as in 30 2 * * MON-FRI");
        }
        for (int i = 0; i < parts.size(); i++) {
            FIELDS.get(i).check(i, parts.get(i));
        }
        String text = String.join(" ", parts);
        return new CronExpression(text, cron(text));
    }

    @CanIgnoreReturnValue
    private static Cron cron(String text) {
        return new CronParser(instanceDefinitionFor(UNIX)).parse(text);
    }

    Schedule in(ZoneId zone) {
        return everyHour ? new TimesOfEveryHour(this, zone) : new TimesOfDay(this, zone);
    }

    @Override
    public Optional<LocalDateTime> next(LocalDateTime after) {
        return times.nextExecution(after.atZone(ZoneOffset.UTC)).map(ZonedDateTime::toLocalDateTime);
    }

    @Override
    public String toString() {
        return "cron " + text;
    }

    /**
     * One of the five.
     *
     * @param name as in the manual of cron
     * @param values its single values
     */
    private record Field(String name, String values) {

        /** Lets the library read this field with {@code *} for all others, so that it is known which one is wrong. */
        void check(int position, String part) {
            if (!FIELD.matcher(part).matches()) {
                throw refused(part, null);
            }
            List<String> parts = new ArrayList<>(Collections.nCopies(FIELDS.size(), "*"));
            parts.set(position, part);
            try {
                cron(String.join(" ", parts));
            } catch (IllegalArgumentException notUnderstood) {
                throw refused(part, notUnderstood);
            }
        }

        private InvalidInputException refused(String part, @Nullable Exception cause) {
            String limit = "be * or " + values + ", or a range such as 2-5, a step such as */2, or a list of these";
            return new InvalidInputException(name + " of the cron expression", part, limit, cause);
        }
    }
}
