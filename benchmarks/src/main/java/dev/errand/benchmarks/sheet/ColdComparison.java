package dev.errand.benchmarks.sheet;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.errand.benchmarks.sheet.ColdExport.ColdWriter;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The first export of a process, by all in turn, each time in a fresh one: the time of the export alone, and that of the
 * whole process, which makes the rows as well.
 */
public final class ColdComparison {

    private static final double MICROS_OF_MILLI = 1e3;
    private static final double NANOS_OF_MILLI = 1e6;

    private record Times(List<Double> export, List<Double> process) {}

    private ColdComparison() {}

    /**
     * Starts processes and prints.
     *
     * @param arguments how many rows, and how many rounds
     * @throws Exception if a process cannot be started
     */
    public static void main(String[] arguments) throws Exception {
        Map<ColdWriter, Times> all = new EnumMap<>(ColdWriter.class);
        for (int round = 0; round < Integer.parseInt(arguments[1]); round++) {
            for (ColdWriter writer : ColdWriter.values()) {
                measure(
                        writer,
                        arguments[0],
                        all.computeIfAbsent(writer, first -> new Times(new ArrayList<>(), new ArrayList<>())));
            }
        }
        Times last = requireNonNull(all.get(ColdWriter.FASTEXCEL));
        all.forEach((writer, times) -> System.out.printf(
                "| %s | %s | %s |%n",
                writer.caption(), figures(times.export, last.export), figures(times.process, last.process)));
    }

    private static String figures(List<Double> millis, List<Double> last) {
        return "%.0f, best %.0f ms (%.2f, %.2f)"
                .formatted(
                        Turns.median(millis),
                        Turns.best(millis),
                        Turns.median(millis) / Turns.median(last),
                        Turns.best(millis) / Turns.best(last));
    }

    private static void measure(ColdWriter writer, String rows, Times times) throws Exception {
        Path file = Files.createTempFile("cold", ".xlsx");
        long before = System.nanoTime();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        ColdExport.class.getName(),
                        writer.name(),
                        rows,
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader said = process.inputReader(US_ASCII)) {
            times.export.add(Long.parseLong(said.readLine()) / MICROS_OF_MILLI);
            process.waitFor();
            times.process.add((System.nanoTime() - before) / NANOS_OF_MILLI);
        } finally {
            process.destroy();
            Files.delete(file);
        }
    }
}
