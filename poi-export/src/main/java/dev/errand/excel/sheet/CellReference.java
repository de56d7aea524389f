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

    /** A cell, by its column from 0 on and its row from 1 on. */
    static String of(int column, int row) {
        return column(column) + row;
    }

    /** All cells from A1 on. */
    static String range(int columns, int rows) {
        return "A1:" + of(columns - 1, rows);
    }

    /** A range such as {@code A1:B2}, so that it stays where it is: {@code $A$1:$B$2}. */
    static String absolute(String range) {
        StringBuilder absolute = new StringBuilder();
        boolean inLetters = false;
        boolean inDigits = false;
        for (int i = 0; i < range.length(); i++) {
            char c = range.charAt(i);
            boolean letter = c >= 'A' && c <= 'Z';
            boolean digit = c >= '0' && c <= '9';
            absolute.append((letter && !inLetters) || (digit && !inDigits) ? "$" : "")
                    .append(c);
            inLetters = letter;
            inDigits = digit;
        }
        return absolute.toString();
    }
}
