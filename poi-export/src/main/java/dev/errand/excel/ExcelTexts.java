package dev.errand.excel;

import dev.errand.artifact.FileNames;
import java.util.regex.Pattern;

/** Titles as Excel and file systems can hold them. */
final class ExcelTexts {

    /** In characters, as Excel counts them. */
    static final int LONGEST_TITLE = 31;

    /** In code points of up to four bytes each; a store takes 200 bytes. */
    private static final int LONGEST_FILE_TITLE = 40;

    /** The wide ones are refused too, at least by an Excel in Japanese. */
    private static final String FORBIDDEN_IN_TITLE = "[]:*?/\\［］：＊？／＼￥";

    private static final String FORBIDDEN_AT_ENDS = "'’＇";

    private static final String RESERVED_TITLE = "History";

    private ExcelTexts() {}

    /** The start of a text, never ending in half a surrogate pair. */
    static String cut(String text, int length) {
        int end = Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
        return text.substring(0, end);
    }

    /**
     * A title as Excel allows it for a sheet: 31 characters, none of {@code []:*?/\}, no apostrophe at an end, no
     * dot at the start (which POI's filter cannot read), not the reserved name "History". What is not allowed becomes a
     * blank, and blanks at the ends are dropped.
     */
    static String sheetTitle(String title) {
        StringBuilder allowed = new StringBuilder();
        for (int i = 0; i < title.length(); i += Character.charCount(title.codePointAt(i))) {
            int c = title.codePointAt(i);
            allowed.appendCodePoint(FORBIDDEN_IN_TITLE.indexOf(c) >= 0 || isUnprintable(c) ? ' ' : c);
        }
        String plain = allowed.indexOf("_x") < 0
                ? allowed.toString()
                : LikeAnEscape.PATTERN.matcher(allowed).replaceAll(" ");
        String cut = plain.length() <= LONGEST_TITLE ? plain : cut(plain, LONGEST_TITLE);
        String bare = bare(cut);
        if (bare.isEmpty()) {
            return "Sheet";
        }
        return bare.equalsIgnoreCase(RESERVED_TITLE) ? bare + "_" : bare;
    }

    /** Without what may not stand at the ends. */
    private static String bare(String title) {
        int start = 0;
        int end = title.length();
        while (start < end && (isForbiddenAtEnd(title.charAt(start)) || title.charAt(start) == '.')) {
            start++;
        }
        while (start < end && isForbiddenAtEnd(title.charAt(end - 1))) {
            end--;
        }
        return title.substring(start, end);
    }

    private static boolean isForbiddenAtEnd(char c) {
        return c == ' ' || FORBIDDEN_AT_ENDS.indexOf(c) >= 0;
    }

    /** A title as a file may be called, with room for a stamp behind it. */
    static String fileName(String title) {
        StringBuilder allowed = new StringBuilder();
        title.strip()
                .codePoints()
                .limit(LONGEST_FILE_TITLE)
                .map(c -> !FileNames.mayContain(c) || isUnprintable(c) || Character.isWhitespace(c) ? '_' : c)
                .forEach(allowed::appendCodePoint);
        String name = allowed.toString().replaceAll("^\\.+", "");
        if (name.isBlank()) {
            return "export";
        }
        return FileNames.isDevice(name) ? "_" + name : name;
    }

    private static boolean isUnprintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    /** Made when the first title comes that needs it. */
    private static final class LikeAnEscape {
        /** Would be read as another character (ECMA-376 part 1, section 22.9.2.19, ST_Xstring). */
        static final Pattern PATTERN = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");
    }
}
