package dev.errand.benchmarks.cluster;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** A table: a row for each contender, whose every figure is followed by its ratio to that of the first row. */
final class Results {

    private final String caption;
    private final List<Column> columns;
    private final Map<Contenders, Map<String, List<Double>>> samples = new EnumMap<>(Contenders.class);
    private final List<String> remarks = new ArrayList<>();

    /**
     * A figure of every contender.
     *
     * @param caption what stands above it
     * @param series of which samples it is
     * @param quantile which of the sorted samples it is: 0.5 for the median
     * @param format how it is printed
     */
    record Column(String caption, String series, double quantile, String format) {

        static Column median(String series, String format) {
            return new Column(series, series, 0.5, format);
        }
    }

    Results(String caption, Column... columns) {
        this.caption = caption;
        this.columns = List.of(columns);
    }

    void add(Contenders row, String series, double sample) {
        samples.computeIfAbsent(row, first -> new HashMap<>())
                .computeIfAbsent(series, first -> new ArrayList<>())
                .add(sample);
    }

    /** What stands below the table. */
    void remark(String remark) {
        remarks.add(remark);
    }

    void print(PrintStream out) {
        out.print("\n| " + caption + " |");
        columns.forEach(column -> out.print(" " + column.caption() + " |"));
        out.print("\n|---|" + "---|".repeat(columns.size()) + "\n");
        samples.forEach((row, series) -> {
            out.print("| " + row.caption() + " |");
            columns.forEach(column -> out.print(" " + cell(row, column) + " |"));
            out.println();
        });
        remarks.forEach(remark -> out.println("- " + remark));
    }

    private String cell(Contenders row, Column column) {
        OptionalDouble own = figure(row, column);
        if (own.isEmpty()) {
            return "";
        }
        String text = String.format(Locale.ROOT, column.format(), own.getAsDouble());
        Contenders first = samples.keySet().iterator().next();
        OptionalDouble reference = figure(first, column);
        return row == first || reference.isEmpty()
                ? text
                : text + String.format(Locale.ROOT, " (%.2f)", own.getAsDouble() / reference.getAsDouble());
    }

    private OptionalDouble figure(Contenders row, Column column) {
        double[] sorted = samples.getOrDefault(row, Map.of()).getOrDefault(column.series(), List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return sorted.length == 0
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        sorted[(int) Math.min(sorted.length - 1L, (long) (column.quantile() * sorted.length))]);
    }
}
