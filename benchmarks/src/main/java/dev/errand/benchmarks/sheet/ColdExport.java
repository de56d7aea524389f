package dev.errand.benchmarks.sheet;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One export in a process of its own; prints how many microseconds it took. The rows are there before. */
final class ColdExport {

    private static final int NANOS_OF_MICRO = 1_000;

    private ColdExport() {}

    /**
     * Exports.
     *
     * @param arguments the name of a {@link ColdWriter}, how many rows, and to which file
     * @throws IOException if it cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        ColdWriter writer = ColdWriter.valueOf(arguments[0]);
        List<SheetRow> rows = SheetRow.rows(Integer.parseInt(arguments[1]));
        long before = System.nanoTime();
        try (OutputStream out = Files.newOutputStream(Path.of(arguments[2]))) {
            switch (writer) {
                case ERRAND -> ErrandWriter.SHEET.write(rows.iterator(), out);
                case FASTEXCEL -> FastexcelWriter.write(rows, out, false);
                case FASTEXCEL_INLINE -> FastexcelWriter.write(rows, out, true);
                case POI -> PoiWriter.write(rows, out);
                case EASY_EXCEL -> EasyExcelWriter.write(rows, out);
            }
        }
        System.out.println((System.nanoTime() - before) / NANOS_OF_MICRO);
    }

    /** Who writes. */
    enum ColdWriter {
        /** This library, as it is. */
        ERRAND("Errand, as it is"),
        /** By the shared table of strings. */
        FASTEXCEL("fastexcel"),
        /** Strings in their cells. */
        FASTEXCEL_INLINE("fastexcel, inline strings"),
        /** Streaming. */
        POI("POI (SXSSF)"),
        /** By annotations, on POI. */
        EASY_EXCEL("EasyExcel");

        private final String caption;

        ColdWriter(String caption) {
            this.caption = caption;
        }

        String caption() {
            return caption;
        }
    }
}
