package dev.errand.excel;

import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Iterator;
import java.util.stream.IntStream;

/** Writes a sheet of as many rows as it is told, in a process of its own; to a file if it is told one. */
final class SmallHeap {

    private static final ExcelSheet<Integer> SHEET = ExcelSheet.<Integer>named("Claims")
            .column("Id", row -> row)
            .column("Holder", row -> "Holder number " + row * 7919 % 100_003)
            .column("Remarks", row -> "What is said about claim " + row)
            .column("Amount", row -> BigDecimal.valueOf(row % 10_000_000, 2), CellFormat.money("EUR"))
            .column("Rate", row -> row / 10_000.0)
            .column("Filed", row -> LocalDate.EPOCH.plusDays(row % 20_000))
            .column("Changed", row -> LocalDate.EPOCH.plusDays(row % 20_000).atTime(12, row % 60))
            .column("Open", row -> row % 3 == 0);

    private SmallHeap() {}

    public static void main(String[] arguments) throws Exception {
        Iterator<Integer> rows =
                IntStream.range(0, Integer.parseInt(arguments[0])).boxed().iterator();
        ExcelSheet<Integer> sheet = SHEET.workers(2);
        long written = arguments.length > 1
                ? sheet.write(rows, Path.of(arguments[1]))
                : sheet.write(rows, OutputStream.nullOutputStream());
        System.out.println(written + " rows");
    }
}
