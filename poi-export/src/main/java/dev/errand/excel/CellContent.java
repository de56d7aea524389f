package dev.errand.excel;

/** What goes into a cell, decided. */
sealed interface CellContent {

    /** How many characters wide it is shown, about. */
    int width();

    /** An empty cell. */
    record Blank() implements CellContent {
        @Override
        public int width() {
            return 0;
        }
    }

    /** A text, not escaped yet. */
    record Text(String text) implements CellContent {
        @Override
        public int width() {
            int widest = 0;
            int lineStart = 0;
            for (int lineEnd = text.indexOf('\n'); lineEnd >= 0; lineEnd = text.indexOf('\n', lineStart)) {
                widest = Math.max(widest, lineEnd - lineStart);
                lineStart = lineEnd + 1;
            }
            return Math.max(widest, text.length() - lineStart);
        }
    }

    /** A number, with the pattern that its value suggests. */
    record Numeric(double number, String pattern, int width) implements CellContent {}

    /** A boolean. */
    record Bool(boolean value) implements CellContent {
        @Override
        public int width() {
            return 5;
        }
    }
}
