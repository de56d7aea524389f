package dev.errand.excel;

import dev.errand.excel.sheet.CellText;

/**
 * Whether a text can be a number format of Excel (ECMA-376 part 1, section 18.8.31): Excel calls a workbook damaged
 * that has one that cannot.
 */
final class NumberPatterns {

    private static final int MOST_SECTIONS = 4;

    private NumberPatterns() {}

    static boolean isWellFormed(String pattern) {
        int sections = 1;
        for (int i = 0; i < pattern.length(); i++) {
            switch (pattern.charAt(i)) {
                case '"' -> i = endOf(pattern, '"', i);
                case '[' -> i = endOf(pattern, ']', i);
                case '\\', '_', '*' -> i++;
                case ';' -> sections++;
                default -> {
                    if (!isPlain(pattern, i)) {
                        return false;
                    }
                }
            }
            if (i >= pattern.length()) {
                return false;
            }
        }
        return sections <= MOST_SECTIONS;
    }

    /** Where a quoted text or a bracket ends; behind the pattern if it does not. */
    private static int endOf(String pattern, char end, int start) {
        for (int i = start + 1; i < pattern.length() && isPlain(pattern, i); i++) {
            if (pattern.charAt(i) == end) {
                return i;
            }
        }
        return pattern.length();
    }

    private static boolean isPlain(String pattern, int at) {
        return pattern.charAt(at) >= ' ' && CellText.isXml(pattern, at);
    }
}
