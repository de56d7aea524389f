package dev.errand.benchmarks.sheet;

import static java.util.Objects.requireNonNull;

import dev.errand.benchmarks.sheet.Turns.Result;
import dev.errand.benchmarks.sheet.Turns.Writer;
import dev.errand.excel.ExcelSheet;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Sheets of many shapes, each written by all in turn: the best round of each by the clock, how many times as quick ours is as
 * the quicker of fastexcel's two ways, by the clock and by the time of all processors together, and how large its file is
 * beside the smaller of theirs.
 */
public final class ShapeComparison {

    private static final int FEW_ROWS = 13_000;
    private static final String ERRAND = "Errand, as it is";
    private static final String ALONE = "Errand, the task's thread alone";
    private static final String SHARED = "fastexcel";
    private static final String INLINE = "fastexcel, inline strings";
    private static final String POI = "POI (SXSSF)";

    private ShapeComparison() {}

    /**
     * Writes and prints.
     *
     * @param arguments how many rounds, and the names of some shapes, or none for all
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        int rounds = Integer.parseInt(arguments[0]);
        List<String> names = Arrays.stream(arguments).skip(1).toList();
        System.out.println("| shape, rows | " + String.join(" | ", ERRAND, ALONE, SHARED, INLINE, POI)
                + " | times fastexcel: as it is, alone, alone by processors' time | size |");
        System.out.println("|---".repeat(8) + "|");
        for (Shape shape : Shape.values()) {
            if (names.isEmpty() || names.contains(shape.name())) {
                compare(shape, Math.min(FEW_ROWS, shape.manyRows() / 2), rounds);
                compare(shape, shape.manyRows(), rounds);
            }
        }
    }

    private static void compare(Shape shape, int count, int rounds) throws IOException {
        Map<String, Result> results = Turns.take(writers(shape, shape.rows(count)), rounds);
        double quickest = lowest(results, Result::bestMillis);
        System.out.printf("| %s, %,d |", shape.name().toLowerCase(Locale.ROOT).replace('_', ' '), count);
        for (Result result : results.values()) {
            System.out.printf(" %.0f ms, %.2f MB |", result.bestMillis(), result.megabytes());
        }
        System.out.printf(
                " %.1f, %.1f, %.1f | %.2f |%n",
                quickest / of(results, ERRAND).bestMillis(),
                quickest / of(results, ALONE).bestMillis(),
                lowest(results, Result::bestProcessorMillis)
                        / of(results, ALONE).bestProcessorMillis(),
                of(results, ERRAND).megabytes() / lowest(results, Result::megabytes));
    }

    private static Result of(Map<String, Result> results, String writer) {
        return requireNonNull(results.get(writer));
    }

    /** The lower figure of fastexcel's two ways. */
    private static double lowest(Map<String, Result> results, ToDoubleFunction<Result> figure) {
        return Math.min(figure.applyAsDouble(of(results, SHARED)), figure.applyAsDouble(of(results, INLINE)));
    }

    private static Map<String, Writer> writers(Shape shape, List<@Nullable Object[]> rows) {
        ExcelSheet<@Nullable Object[]> sheet = ShapeWriters.sheet(shape);
        Map<String, Writer> writers = new LinkedHashMap<>();
        writers.put(ERRAND, out -> sheet.write(rows.iterator(), out));
        writers.put(ALONE, out -> sheet.workers(0).write(rows.iterator(), out));
        writers.put(SHARED, out -> ShapeWriters.fastexcel(shape, rows, out, false));
        writers.put(INLINE, out -> ShapeWriters.fastexcel(shape, rows, out, true));
        writers.put(POI, out -> ShapeWriters.poi(shape, rows, out));
        return writers;
    }
}
