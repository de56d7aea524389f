package dev.errand.excel;

import dev.errand.InvalidInputException;
import java.util.List;

/** Where the rows come from: one that cannot be closed neither keeps the others open nor hides what went wrong before. */
record SheetSources(List<SheetRows<?>> sheets) implements AutoCloseable {

    void requireWritable() {
        if (sheets.isEmpty()) {
            throw new InvalidInputException("number of sheets", 0, "be at least 1");
        }
        sheets.forEach(SheetRows::requireRoom);
    }

    @Override
    public void close() {
        RuntimeException failed = null;
        for (SheetRows<?> sheet : sheets) {
            try {
                sheet.close();
            } catch (RuntimeException e) {
                if (failed == null) {
                    failed = e;
                } else {
                    failed.addSuppressed(e);
                }
            }
        }
        if (failed != null) {
            throw failed;
        }
    }
}
