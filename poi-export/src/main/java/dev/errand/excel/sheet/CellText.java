package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Texts as the XML of a workbook can hold them.
 *
 * <p>XML 1.0 has no control characters and no half surrogate pairs; Excel writes them as {@code _xHHHH_}, and a text
 * that would be read as such an escape with its underscore escaped (ECMA-376 part 1, section 22.9.2.19, ST_Xstring).
 * Above that come the escapes of XML itself; a carriage return is one too, since a reader of XML would take it for a line
 * feed. They are numbers and not names, since parsers count the names: the JDK's, and so POI, refuse a document with more
 * than 100,000 of them.
 */
public final class CellText {

    /** How many characters stand for one at most. */
    public static final int LONGEST_ESCAPE = 7;

    /** How many bytes stand for one character at most. */
    static final int MOST_BYTES = LONGEST_ESCAPE;

    private static final int ASCII = 0x80;
    private static final boolean[] PLAIN = new boolean[ASCII];
    private static final byte[] AMPERSAND = "&#38;".getBytes(ISO_8859_1);
    private static final byte[] LESS = "&#60;".getBytes(ISO_8859_1);
    private static final byte[] GREATER = "&#62;".getBytes(ISO_8859_1);
    private static final byte[] RETURN = "&#13;".getBytes(ISO_8859_1);
    private static final int ESCAPE_DIGITS = 4;

    static {
        for (char c = 0; c < ASCII; c++) {
            PLAIN[c] = isCharacter(c) && "&<>_\r".indexOf(c) < 0;
        }
    }

    private CellText() {}

    /**
     * Whether the character at a place may stand in XML 1.0 (section 2.2), or is half of a pair that may.
     *
     * @param text the text
     * @param at the place, within the text
     * @return false if it needs an escape
     */
    public static boolean isXml(String text, int at) {
        char c = text.charAt(at);
        if (Character.isHighSurrogate(c)) {
            return at + 1 < text.length() && Character.isLowSurrogate(text.charAt(at + 1));
        }
        if (Character.isLowSurrogate(c)) {
            return at > 0 && Character.isHighSurrogate(text.charAt(at - 1));
        }
        return isCharacter(c);
    }

    private static boolean isCharacter(char c) {
        return c >= ' ' ? c < '\uFFFE' : c == '\t' || c == '\n' || c == '\r';
    }

    /**
     * How many characters a text has with Excel's escapes, before those of XML.
     *
     * @param text the text
     * @return at least as many as it has
     */
    public static long escapedLength(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            length += needsEscape(text, i) ? LONGEST_ESCAPE : 1;
        }
        return length;
    }

    private static boolean needsEscape(String text, int at) {
        return text.charAt(at) == '_' ? looksEscaped(text, at) : !isXml(text, at);
    }

    /** Whether a reader would take what begins with this underscore for an escape: it may end in one that is yet to come. */
    private static boolean looksEscaped(String text, int at) {
        int end = at + 2 + ESCAPE_DIGITS;
        if (end >= text.length() || text.charAt(at + 1) != 'x') {
            return false;
        }
        for (int i = at + 2; i < end; i++) {
            char c = text.charAt(i);
            if (c >= ASCII || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return text.charAt(end) == '_' || !isXml(text, end);
    }

    /** Whether a reader would drop blanks that are at an end, unless it is told to keep them. */
    static boolean hasBlankEnds(String text) {
        return !text.isEmpty() && (text.charAt(0) <= ' ' || text.charAt(text.length() - 1) <= ' ');
    }

    /** Writes a text with all its escapes, up to {@link #MOST_BYTES} a character, and tells the position behind it. */
    static int put(byte[] bytes, int start, String text) {
        int at = start;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ASCII && PLAIN[c]) {
                bytes[at++] = (byte) c;
            } else if (c < ASCII || needsEscape(text, i)) {
                at = putSpecial(bytes, at, text, i);
            } else if (Character.isHighSurrogate(c)) {
                at = putPair(bytes, at, Character.toCodePoint(c, text.charAt(++i)));
            } else {
                at = putWide(bytes, at, c);
            }
        }
        return at;
    }

    private static int putSpecial(byte[] bytes, int at, String text, int i) {
        char c = text.charAt(i);
        if (needsEscape(text, i)) {
            return putEscape(bytes, at, c);
        }
        return switch (c) {
            case '&' -> putAll(bytes, at, AMPERSAND);
            case '<' -> putAll(bytes, at, LESS);
            case '>' -> putAll(bytes, at, GREATER);
            case '\r' -> putAll(bytes, at, RETURN);
            default -> {
                bytes[at] = (byte) c;
                yield at + 1;
            }
        };
    }

    private static int putEscape(byte[] bytes, int start, char c) {
        int at = start;
        bytes[at++] = '_';
        bytes[at++] = 'x';
        for (int shift = 12; shift >= 0; shift -= 4) {
            bytes[at++] = (byte) Character.toUpperCase(Character.forDigit((c >> shift) & 0xF, 16));
        }
        bytes[at++] = '_';
        return at;
    }

    private static int putAll(byte[] bytes, int at, byte[] all) {
        System.arraycopy(all, 0, bytes, at, all.length);
        return at + all.length;
    }

    private static int putWide(byte[] bytes, int start, char c) {
        int at = start;
        if (c < 0x800) {
            bytes[at++] = (byte) (0xC0 | (c >> 6));
        } else {
            bytes[at++] = (byte) (0xE0 | (c >> 12));
            bytes[at++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        }
        bytes[at++] = (byte) (0x80 | (c & 0x3F));
        return at;
    }

    private static int putPair(byte[] bytes, int at, int codePoint) {
        bytes[at] = (byte) (0xF0 | (codePoint >> 18));
        bytes[at + 1] = (byte) (0x80 | ((codePoint >> 12) & 0x3F));
        bytes[at + 2] = (byte) (0x80 | ((codePoint >> 6) & 0x3F));
        bytes[at + 3] = (byte) (0x80 | (codePoint & 0x3F));
        return at + 4;
    }

    /**
     * Writes an expression, in which underscores mean nothing but themselves, and tells the position behind it.
     *
     * @param text without anything that XML cannot hold
     */
    static int putExpression(byte[] bytes, int start, String text) {
        return putAll(bytes, start, markup(text).getBytes(UTF_8));
    }

    private static String markup(String text) {
        return text.replace("&", "&#38;").replace("<", "&#60;").replace(">", "&#62;");
    }

    /** A text with all its escapes, for an element of another part. */
    static String element(String text) {
        byte[] room = new byte[MOST_BYTES * text.length()];
        return new String(room, 0, put(room, 0, text), UTF_8);
    }

    /**
     * A text with all its escapes, for the few that stand in other parts.
     *
     * @param text the text
     * @return as it may stand in an element or in an attribute with double quotes
     */
    static String attribute(String text) {
        return markup(text).replace("\"", "&#34;");
    }
}
