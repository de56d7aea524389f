package dev.errand.excel.batch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.ZoneId;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * The total of one column, as far as its rows have come: what Excel would compute of the cells. Sums carry the digits
 * that a double loses along (Neumaier 1974), so a million amounts of cents add up. For one thread.
 */
public final class RunningTotal {

    private final TotalKind kind;
    private final ZoneId zone;
    private long filled;
    private long numbers;
    private double sum;
    private double lost;
    private double lowest = Double.POSITIVE_INFINITY;
    private double highest = Double.NEGATIVE_INFINITY;
    private boolean unknown;
    private KeptFormula.Kind shown = KeptFormula.Kind.NUMBER;

    /**
     * A total of nothing.
     *
     * @param kind what is computed
     * @param zone by whose clock moments are shown
     */
    public RunningTotal(TotalKind kind, ZoneId zone) {
        this.kind = kind;
        this.zone = zone;
    }

    /**
     * Takes a cell into account.
     *
     * @param value one of {@link TakenValues}
     */
    public void add(@Nullable Object value) {
        if (value == null) {
            return;
        }
        filled++;
        if (value instanceof KeptFormula formula && formula.result().isEmpty()) {
            unknown = true;
            return;
        }
        double number = ExcelNumbers.of(value, zone);
        if (!Double.isNaN(number)) {
            numbers++;
            shown = ExcelNumbers.kindOf(value);
            lowest = Math.min(lowest, number);
            highest = Math.max(highest, number);
            addUp(number);
        }
    }

    private void addUp(double number) {
        double next = sum + number;
        lost += Math.abs(sum) >= Math.abs(number) ? (sum - next) + number : (number - next) + sum;
        sum = next;
    }

    /**
     * Goes on with one that was saved.
     *
     * @param saved what {@link #save} has written
     * @throws IOException if it cannot be read
     */
    public void restore(DataInput saved) throws IOException {
        filled = saved.readLong();
        numbers = saved.readLong();
        sum = saved.readDouble();
        lost = saved.readDouble();
        lowest = saved.readDouble();
        highest = saved.readDouble();
        unknown = saved.readBoolean();
        shown = KeptFormula.Kind.valueOf(saved.readUTF());
    }

    /**
     * Saves how far it has come.
     *
     * @param out where to
     * @throws IOException if that fails
     */
    public void save(DataOutput out) throws IOException {
        out.writeLong(filled);
        out.writeLong(numbers);
        out.writeDouble(sum);
        out.writeDouble(lost);
        out.writeDouble(lowest);
        out.writeDouble(highest);
        out.writeBoolean(unknown);
        out.writeUTF(shown.name());
    }

    /**
     * The total as it is kept for a cell.
     *
     * @param range the cells of the column, such as {@code C2:C100}
     * @return a formula, or null if there is nothing to compute it of
     */
    public @Nullable Object cell(String range) {
        if (filled == 0) {
            return kind == TotalKind.SUM || kind == TotalKind.COUNT ? (Object) 0 : null;
        }
        if (numbers == 0 && !unknown && kind != TotalKind.SUM && kind != TotalKind.COUNT) {
            return null;
        }
        String expression = "SUBTOTAL(" + kind.function() + "," + range + ")";
        double result = result();
        boolean known = Double.isFinite(result) && (!unknown || kind == TotalKind.COUNT);
        return new KeptFormula(
                expression,
                known ? OptionalDouble.of(result) : OptionalDouble.empty(),
                kind == TotalKind.COUNT ? KeptFormula.Kind.COUNT : shown);
    }

    private double result() {
        return switch (kind) {
            case SUM -> sum + lost;
            case AVERAGE -> (sum + lost) / numbers;
            case COUNT -> filled;
            case LOWEST -> lowest;
            case HIGHEST -> highest;
        };
    }
}
