package dev.errand.excel.template;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cells from one corner to the other, as {@code B2:D10}.
 *
 * @param firstColumn from 0 on
 * @param firstRow from 1 on
 * @param lastColumn at least the first
 * @param lastRow at least the first
 */
record CellArea(int firstColumn, int firstRow, int lastColumn, int lastRow) {

    private static final Pattern CELL = Pattern.compile("([A-Z]{1,3})([0-9]{1,7})");
    private static final int LETTERS = 26;

    static CellArea of(String reference) {
        String[] corners = reference.split(":", 2);
        Matcher first = CELL.matcher(corners[0]);
        Matcher last = CELL.matcher(corners[corners.length - 1]);
        if (!first.matches() || !last.matches()) {
            throw new InvalidTemplate("area", reference, "be as A1:D10");
        }
        return new CellArea(
                column(first.group(1)),
                Integer.parseInt(first.group(2)),
                column(last.group(1)),
                Integer.parseInt(last.group(2)));
    }

    /** The number of a column from 0 on, of a reference of a cell or its letters. */
    static int column(String reference) {
        int column = 0;
        for (int i = 0; i < reference.length() && Character.isUpperCase(reference.charAt(i)); i++) {
            column = column * LETTERS + reference.charAt(i) - 'A' + 1;
        }
        return column - 1;
    }

    CellArea downTo(int row) {
        return new CellArea(firstColumn, firstRow, lastColumn, row);
    }

    CellArea including(int column) {
        return new CellArea(firstColumn, firstRow, Math.max(lastColumn, column), lastRow);
    }

    @Override
    public String toString() {
        return letters(firstColumn) + firstRow + ":" + letters(lastColumn) + lastRow;
    }

    private static String letters(int column) {
        StringBuilder letters = new StringBuilder();
        for (int rest = column; rest >= 0; rest = rest / LETTERS - 1) {
            letters.append((char) ('A' + rest % LETTERS));
        }
        return letters.reverse().toString();
    }
}
