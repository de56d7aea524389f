package dev.errand.benchmarks.sheet;

import static java.util.Objects.requireNonNull;

import dev.errand.benchmarks.sheet.Turns.Result;
import dev.errand.benchmarks.sheet.Turns.Writer;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same workbook written to a file by several writers that take turns, round by round, in one process: the median of
 * the time and of the processors' time of each, what they are of the last writer's, and the size of the file.
 */
public final class SheetComparison {

    private SheetComparison() {}

    /**
     * Writes and prints.
     *
     * @param arguments how many rows, and how many rounds
     * @throws IOException if a file cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        List<SheetRow> rows = SheetRow.rows(Integer.parseInt(arguments[0]));
        int rounds = Integer.parseInt(arguments[1]);
        Map<String, Result> results = Turns.take(writers(rows), rounds);
        Result last = requireNonNull(results.get("fastexcel"));
        for (Map.Entry<String, Result> result : results.entrySet()) {
            Result of = result.getValue();
            System.out.printf(
                    "| %s | %.0f ms (%.2f) | %.0f ms (%.2f) | %.1f MB | best %.1f ms (%.2f) |%n",
                    result.getKey(),
                    of.medianMillis(),
                    of.medianMillis() / last.medianMillis(),
                    of.medianProcessorMillis(),
                    of.medianProcessorMillis() / last.medianProcessorMillis(),
                    of.megabytes(),
                    of.bestMillis(),
                    of.bestMillis() / last.bestMillis());
        }
    }

    private static Map<String, Writer> writers(List<SheetRow> rows) {
        int processors = Runtime.getRuntime().availableProcessors();
        Map<String, Writer> writers = new LinkedHashMap<>();
        writers.put(
                "Errand, all processors",
                out -> ErrandWriter.SHEET.workers(processors).write(rows.iterator(), out));
        writers.put("Errand, as it is", out -> ErrandWriter.SHEET.write(rows.iterator(), out));
        writers.put("Errand, one thread", out -> ErrandWriter.SHEET.workers(0).write(rows.iterator(), out));
        writers.put("POI (SXSSF)", out -> PoiWriter.write(rows, out));
        writers.put("EasyExcel", out -> EasyExcelWriter.write(rows, out));
        writers.put("fastexcel, inline strings", out -> FastexcelWriter.write(rows, out, true));
        writers.put("fastexcel", out -> FastexcelWriter.write(rows, out, false));
        return writers;
    }
}
