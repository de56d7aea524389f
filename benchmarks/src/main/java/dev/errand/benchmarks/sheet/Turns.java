package dev.errand.benchmarks.sheet;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writers that take turns, round by round, in one process; each writes to a file. */
final class Turns {

    private static final int WARM_UP = 3;
    private static final double NANOS_OF_MILLI = 1e6;

    /** Writes the same workbook each time. */
    interface Writer {
        void write(OutputStream out) throws IOException;
    }

    /** What a writer took in each round, of the clock and of all processors together, and the size of its file. */
    record Result(List<Double> millis, List<Double> processorMillis, double megabytes) {

        double medianMillis() {
            return median(millis);
        }

        double medianProcessorMillis() {
            return median(processorMillis);
        }

        double bestMillis() {
            return best(millis);
        }

        double bestProcessorMillis() {
            return best(processorMillis);
        }
    }

    private Turns() {}

    /** Lets them write, some rounds more than are measured. */
    static Map<String, Result> take(Map<String, Writer> writers, int rounds) throws IOException {
        Map<String, Result> results = new LinkedHashMap<>();
        for (int round = -WARM_UP; round < rounds; round++) {
            for (Map.Entry<String, Writer> writer : writers.entrySet()) {
                Path file = Files.createTempFile("comparison", ".xlsx");
                System.gc();
                long processorBefore = processorNanos();
                long before = System.nanoTime();
                try (OutputStream out = Files.newOutputStream(file)) {
                    writer.getValue().write(out);
                }
                double millis = (System.nanoTime() - before) / NANOS_OF_MILLI;
                double processorMillis = (processorNanos() - processorBefore) / NANOS_OF_MILLI;
                double megabytes = Files.size(file) / 1e6;
                Files.delete(file);
                if (round >= 0) {
                    Result result = results.computeIfAbsent(
                            writer.getKey(), name -> new Result(new ArrayList<>(), new ArrayList<>(), megabytes));
                    result.millis.add(millis);
                    result.processorMillis.add(processorMillis);
                }
            }
        }
        return results;
    }

    private static long processorNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    static double best(List<Double> values) {
        return values.stream().mapToDouble(each -> each).min().orElseThrow();
    }

    static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
