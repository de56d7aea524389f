package dev.errand.excel.batch;

/** How wide texts are shown, in characters of Latin: those of Chinese, Japanese and Korean take the room of two. */
final class TextWidth {

    private static final int FIRST_WIDE = 0x1100;

    private TextWidth() {}

    static int of(String text) {
        return of(text, 0, text.length());
    }

    static int of(String text, int start, int end) {
        int width = end - start;
        for (int i = start; i < end; i++) {
            width += isWide(text.charAt(i)) ? 1 : 0;
        }
        return width;
    }

    /** By Unicode's annex 11; beyond the first 65,536, a character is two of Java's in any case. */
    private static boolean isWide(char c) {
        return c >= FIRST_WIDE
                && (c <= 0x115F // Hangul's parts
                        || (c >= 0x2E80 && c <= 0xA4CF && c != 0x303F) // radicals, kana, ideographs, Yi
                        || (c >= 0xAC00 && c <= 0xD7A3) // Hangul
                        || (c >= 0xF900 && c <= 0xFAFF) // more ideographs
                        || (c >= 0xFE30 && c <= 0xFE6F) // forms for upright lines
                        || (c >= 0xFF00 && c <= 0xFF60) // full width
                        || (c >= 0xFFE0 && c <= 0xFFE6));
    }
}
