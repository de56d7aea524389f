package dev.errand.excel.sheet;

/** Names of cells as {@code B12}. */
final class CellReference {

    private static final int LETTERS = 26;

    private CellReference() {}

    /** The letters of a column, from 0 on: A to Z, AA to ZZ, AAA and so on. */
    static String column(int index) {
        StringBuilder letters = new StringBuilder();
        for (int rest = index; rest >= 0; rest = rest / LETTERS - 1) {
            letters.append((char) ('A' + rest % LETTERS));
        }
        return letters.reverse().toString();
    }

    /** All cells from A1 on. */
    static String range(int columns, int rows) {
        return "A1:" + column(columns - 1) + rows;
    }

    /** The same, so that it stays where it is. */
    static String absoluteRange(int columns, int rows) {
        return "$A$1:$" + column(columns - 1) + "$" + rows;
    }
}
