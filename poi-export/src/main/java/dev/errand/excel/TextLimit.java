package dev.errand.excel;

import dev.errand.excel.sheet.CellText;

/** Texts that are too long for a cell: refused, or cut. */
final class TextLimit {

    private static final int LONGEST = 32_767;
    private static final int SURELY_FITS = LONGEST / CellText.LONGEST_ESCAPE;
    private static final String ELLIPSIS = "…";

    private TextLimit() {}

    /** Whether a text needs a closer look. */
    static boolean mayExceed(String text) {
        return text.length() > SURELY_FITS;
    }

    /** A text as it fits into a cell with its escapes. */
    static String fitting(String text, LongText rule, String place) {
        long escaped = CellText.escapedLength(text);
        if (escaped <= LONGEST) {
            return text;
        }
        if (rule == LongText.FAIL) {
            String as =
                    text.length() <= LONGEST ? " when its control characters are escaped, where it has " + escaped : "";
            throw new InvalidSheetException(
                    "text of " + place, text, "have at most " + LONGEST + " characters, which a cell holds" + as);
        }
        return cutToFit(text);
    }

    /** Counts the escapes of what is left, and cuts again while they are too many. */
    private static String cutToFit(String text) {
        String cut = ExcelTexts.cut(text, Math.min(text.length(), LONGEST - 1));
        for (long over = excess(cut); over > 0; over = excess(cut)) {
            long less = Math.max(1, over / CellText.LONGEST_ESCAPE);
            cut = ExcelTexts.cut(cut, (int) (cut.length() - less));
        }
        return cut + ELLIPSIS;
    }

    private static long excess(String cut) {
        return CellText.escapedLength(cut + ELLIPSIS) - LONGEST;
    }
}
