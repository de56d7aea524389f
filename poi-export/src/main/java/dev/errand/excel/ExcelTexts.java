package dev.errand.excel;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Texts as a workbook can hold them.
 *
 * <p>XML 1.0 has no control characters and no half surrogate pairs; Excel writes them as {@code _xHHHH_}, and a text
 * that looks like such an escape with its underscore escaped (ECMA-376 part 1, section 22.9.2.19, ST_Xstring).
 */
final class ExcelTexts {

    /** Longest text of a cell. */
    static final int LONGEST_TEXT = 32_767;

    /** How many characters stand for one at most. */
    static final int LONGEST_ESCAPE = 7;

    private static final int LONGEST_TITLE = 31;
    /** In code points of up to four bytes each; a store takes 200 bytes. */
    private static final int LONGEST_FILE_TITLE = 40;

    private static final String FORBIDDEN_IN_TITLE = "[]:*?/\\";
    private static final String RESERVED_TITLE = "History";
    private static final Pattern LOOKS_ESCAPED = Pattern.compile("_(?=x[0-9A-Fa-f]{4}_)");

    private ExcelTexts() {}

    /** A text as it has to stand in the sheet's XML, before the escapes of XML itself. */
    static String escaped(String text) {
        String safe = text;
        if (text.indexOf("_x") >= 0) {
            safe = LOOKS_ESCAPED.matcher(text).replaceAll(Matcher.quoteReplacement("_x005F_"));
        }
        for (int i = 0; i < safe.length(); i++) {
            if (!isXml(safe, i)) {
                return escapedFrom(safe, i);
            }
        }
        return safe;
    }

    private static String escapedFrom(String text, int first) {
        StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, first);
        for (int i = first; i < text.length(); i++) {
            char c = text.charAt(i);
            if (isXml(text, i)) {
                escaped.append(c);
            } else {
                escaped.append(String.format("_x%04X_", (int) c));
            }
        }
        return escaped.toString();
    }

    /** Whether the character at a place may stand in XML 1.0 (section 2.2), or is half of a pair that may. */
    static boolean isXml(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return c >= ' ' ? c < '\uFFFE' : c == '\t' || c == '\n' || c == '\r';
    }

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
        title.codePoints()
                .map(c -> FORBIDDEN_IN_TITLE.indexOf(c) >= 0 || isUnprintable(c) ? ' ' : c)
                .forEach(allowed::appendCodePoint);
        String cut = allowed.length() <= LONGEST_TITLE ? allowed.toString() : cut(allowed.toString(), LONGEST_TITLE);
        String bare = cut.replaceAll("^[\\s'.]+|[\\s']+$", "");
        if (bare.isEmpty()) {
            return "Sheet";
        }
        return bare.equalsIgnoreCase(RESERVED_TITLE) ? bare + "_" : bare;
    }

    /** A title as a file may be called, with room for a stamp behind it. */
    static String fileName(String title) {
        StringBuilder allowed = new StringBuilder();
        title.strip()
                .codePoints()
                .limit(LONGEST_FILE_TITLE)
                .map(c -> "\\/:*?\"<>|".indexOf(c) >= 0 || isUnprintable(c) || Character.isWhitespace(c) ? '_' : c)
                .forEach(allowed::appendCodePoint);
        String name = allowed.toString().replaceAll("^\\.+", "");
        return name.isBlank() ? "export" : name;
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
}
