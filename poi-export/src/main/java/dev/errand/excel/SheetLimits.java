package dev.errand.excel;

import dev.errand.InvalidInputException;

/**
 * How much a workbook may hold.
 *
 * @param rowsOfSheet after how many rows, with the headings, the next sheet begins
 * @param rows how many rows of data there may be in all
 * @param bytes how many bytes the file may have
 */
record SheetLimits(int rowsOfSheet, long rows, long bytes) {

    private static final int MOST_ROWS_OF_SHEET = 1_048_576;

    static final SheetLimits OF_EXCEL = new SheetLimits(MOST_ROWS_OF_SHEET, Long.MAX_VALUE, Long.MAX_VALUE);

    SheetLimits {
        if (rowsOfSheet < 2 || rowsOfSheet > MOST_ROWS_OF_SHEET) {
            throw new InvalidInputException("rows of a sheet", rowsOfSheet, "be 2 to " + MOST_ROWS_OF_SHEET);
        }
        if (rows < 0) {
            throw new InvalidInputException("most rows", rows, "be zero or more");
        }
        if (bytes < 1) {
            throw new InvalidInputException("most bytes", bytes, "be 1 or more");
        }
    }

    SheetLimits withRowsOfSheet(int changed) {
        return new SheetLimits(changed, rows, bytes);
    }

    SheetLimits withRows(long changed) {
        return new SheetLimits(rowsOfSheet, changed, bytes);
    }

    SheetLimits withBytes(long changed) {
        return new SheetLimits(rowsOfSheet, rows, changed);
    }

    void requireRoomForRows(long count) {
        if (count > rows) {
            throw new InvalidSheetException("number of rows", count, "be at most " + rows);
        }
    }

    void requireRoomForBytes(long size) {
        if (size > bytes) {
            throw new InvalidSheetException("number of bytes", size, "be at most " + bytes + " in the whole file");
        }
    }
}
