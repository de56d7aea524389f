package dev.errand.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The same workbook written to a file by several writers that take turns, round by round, in one process: the median of
 * the time and of the processors' time of each, what they are of the last writer's, and the size of the file.
 */
public final class SheetComparison {

    private static final int WARM_UP = 3;
    private static final double NANOS_OF_MILLI = 1e6;

    private interface Writer {
        void write(List<SheetRow> rows, OutputStream out) throws IOException;
    }

    private record Result(double[] millis, double[] processorMillis, double megabytes) {}

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
        Map<String, Result> results = run(rows, rounds);
        Result last = results.get("fastexcel");
        for (Map.Entry<String, Result> result : results.entrySet()) {
            Result of = result.getValue();
            System.out.printf(
                    "| %s | %.0f ms (%.2f) | %.0f ms (%.2f) | %.1f MB |%n",
                    result.getKey(),
                    median(of.millis),
                    median(of.millis) / median(last.millis),
                    median(of.processorMillis),
                    median(of.processorMillis) / median(last.processorMillis),
                    of.megabytes);
        }
    }

    private static Map<String, Writer> writers() {
        int processors = Runtime.getRuntime().availableProcessors();
        Map<String, Writer> writers = new LinkedHashMap<>();
        writers.put(
                "Errand, all processors",
                (rows, out) -> SheetWriters.SHEET.workers(processors).write(rows.iterator(), out));
        writers.put("Errand, as it is", (rows, out) -> SheetWriters.SHEET.write(rows.iterator(), out));
        writers.put(
                "Errand, one thread",
                (rows, out) -> SheetWriters.SHEET.workers(0).write(rows.iterator(), out));
        writers.put("POI (SXSSF)", SheetWriters::poi);
        writers.put("fastexcel, inline strings", (rows, out) -> SheetWriters.fastexcel(rows, out, true));
        writers.put("fastexcel", (rows, out) -> SheetWriters.fastexcel(rows, out, false));
        return writers;
    }

    private static Map<String, Result> run(List<SheetRow> rows, int rounds) throws IOException {
        Map<String, Result> results = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Map.Entry<String, Writer> writer : writers().entrySet()) {
                Path file = Files.createTempFile("comparison", ".xlsx");
                System.gc();
                long processorBefore = processorNanos();
                long before = System.nanoTime();
                try (OutputStream out = Files.newOutputStream(file)) {
                    writer.getValue().write(rows, out);
                }
                double millis = (System.nanoTime() - before) / NANOS_OF_MILLI;
                double processorMillis = (processorNanos() - processorBefore) / NANOS_OF_MILLI;
                double megabytes = Files.size(file) / 1e6;
                Files.delete(file);
                if (round >= 0) {
                    Result result = results.computeIfAbsent(
                            writer.getKey(), name -> new Result(new double[rounds], new double[rounds], megabytes));
                    result.millis[round] = millis;
                    result.processorMillis[round] = processorMillis;
                }
            }
        }
        return results;
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
