package dev.errand.excel;

import dev.errand.excel.batch.TakenValues;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of values that a cell cannot hold, or that people would not understand:
 * {@code ValueRules.plain().notFinite(NotFinite.EMPTY).show(State.class, State::label)}.
 *
 * <p>The rules are for all columns, but those of {@link CellFormat#text()} show every digit in any case. Immutable: every
 * method returns a changed copy.
 */
public final class ValueRules {

    /** What becomes of {@code NaN} and the infinities, which Excel does not have. */
    public enum NotFinite {
        /** Their names, as a text. */
        TEXT,
        /** An empty cell. */
        EMPTY,
        /** The export fails, and names the row and the column. */
        FAIL
    }

    /** What becomes of exact numbers with more than the 15 digits that Excel keeps. */
    public enum LongNumber {
        /** All digits, as a text. */
        TEXT,
        /** A number that can be computed with, and has lost its last digits. */
        ROUND,
        /** The export fails, and names the row and the column. */
        FAIL
    }

    private record Shown<V>(Class<V> type, Function<? super V, ? extends @Nullable Object> as) {

        @Nullable Object of(Object value) {
            return as.apply(type.cast(value));
        }
    }

    private static final ValueRules PLAIN = new ValueRules(NotFinite.TEXT, LongNumber.TEXT, List.of());

    private final NotFinite notFinite;
    private final LongNumber longNumber;
    private final List<Shown<?>> shown;

    private ValueRules(NotFinite notFinite, LongNumber longNumber, List<Shown<?>> shown) {
        this.notFinite = notFinite;
        this.longNumber = longNumber;
        this.shown = List.copyOf(shown);
    }

    /**
     * Nothing gets lost: what is no number for Excel is a text.
     *
     * @return the rules of a sheet that names none
     */
    public static ValueRules plain() {
        return PLAIN;
    }

    /**
     * With another rule for {@code NaN} and the infinities.
     *
     * @param rule what becomes of them
     * @return a changed copy
     */
    public ValueRules notFinite(NotFinite rule) {
        return new ValueRules(rule, longNumber, shown);
    }

    /**
     * With another rule for exact numbers of more than 15 digits. A {@code double} is none of them: it is shown as Excel
     * shows it.
     *
     * @param rule what becomes of them
     * @return a changed copy
     */
    public ValueRules longNumbers(LongNumber rule) {
        return new ValueRules(notFinite, rule, shown);
    }

    /**
     * With other words, or other values, for all values of a type: labels for an enum, "yes" and "no" for
     * {@code Boolean.class}, the amount of a type of your own. Of several types that fit, the first one counts.
     *
     * @param type which values
     * @param as what is shown of one; null for an empty cell
     * @param <V> their type
     * @return a changed copy
     */
    public <V> ValueRules show(Class<V> type, Function<? super V, ? extends @Nullable Object> as) {
        List<Shown<?>> more = new ArrayList<>(shown);
        more.add(new Shown<>(boxed(type), as));
        return new ValueRules(notFinite, longNumber, more);
    }

    @SuppressWarnings("unchecked") // the box of a primitive type has the same type argument
    private static <V> Class<V> boxed(Class<V> type) {
        return (Class<V>) MethodType.methodType(type).wrap().returnType();
    }

    /** All of it but the code that shows values. */
    String description() {
        List<String> types = shown.stream().map(rule -> rule.type.getName()).toList();
        return notFinite + " " + longNumber + " " + types;
    }

    /** Whether there is nothing to do. */
    boolean isPlain() {
        return notFinite == NotFinite.TEXT && longNumber == LongNumber.TEXT && shown.isEmpty();
    }

    /** What a value is shown as. */
    @Nullable Object shown(@Nullable Object value) {
        Object bare = bare(value);
        if (bare != null) {
            for (Shown<?> rule : shown) {
                if (rule.type.isInstance(bare)) {
                    return rule.of(bare);
                }
            }
        }
        return bare;
    }

    private static @Nullable Object bare(@Nullable Object value) {
        return switch (value) {
            case Optional<?> optional -> optional.orElse(null);
            case OptionalInt number when number.isPresent() -> number.getAsInt();
            case OptionalLong number when number.isPresent() -> number.getAsLong();
            case OptionalDouble number when number.isPresent() -> number.getAsDouble();
            case OptionalInt none -> null;
            case OptionalLong none -> null;
            case OptionalDouble none -> null;
            case null, default -> value;
        };
    }

    /** A value that may be kept, as a cell can hold it. */
    @Nullable Object fitting(@Nullable Object taken, String place) {
        if (!(taken instanceof Number number)) {
            return taken;
        }
        if (!Double.isFinite(number.doubleValue()) && (number instanceof Double || number instanceof Float)) {
            return switch (notFinite) {
                case TEXT -> number;
                case EMPTY -> null;
                case FAIL -> throw new InvalidSheetException("number of " + place, number, "be finite");
            };
        }
        if (longNumber == LongNumber.TEXT || !TakenValues.losesDigits(number)) {
            return number;
        }
        if (longNumber == LongNumber.FAIL) {
            throw new InvalidSheetException("number of " + place, number, "have at most 15 digits, which a cell holds");
        }
        double rounded = number.doubleValue();
        return Double.isFinite(rounded) ? (Object) rounded : number;
    }
}
