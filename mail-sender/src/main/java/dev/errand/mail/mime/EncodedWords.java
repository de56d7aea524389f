package dev.errand.mail.mime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;

/**
 * Text of a header in ASCII (RFC 2047): words of at most 75 characters, each on a line of its own but the first, by quoted
 * bytes or, where that is much shorter, by base64. Blanks between two words are not part of the text, and no character is
 * spread over two.
 */
final class EncodedWords {

    private static final int LONGEST_LINE = 76;
    private static final String QUOTED = "=?UTF-8?Q?";
    private static final String BASE64 = "=?UTF-8?B?";
    private static final String END = "?=";
    private static final int FRAME = QUOTED.length() + END.length();

    /** A character of four bytes, quoted. */
    private static final int WIDEST = 12;

    private EncodedWords() {}

    /** Writes a text behind a blank, which it may move to the next line. */
    static void write(String text, Bytes out) {
        if (out.column() + FRAME + WIDEST > LONGEST_LINE) {
            out.newLine();
            out.put(' ');
        }
        int octets = 0;
        int quoted = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            octets += Utf8.length(text.codePointAt(i));
            quoted += width(text.codePointAt(i));
        }
        if (octets * 2 < quoted) { // quoted is more than half as long again as base64, which takes four for three
            writeBase64(text, out);
        } else {
            writeQuoted(text, out);
        }
    }

    private static void writeQuoted(String text, Bytes out) {
        out.text(QUOTED);
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            if (out.column() + width(codePoint) + END.length() > LONGEST_LINE) {
                out.text(END);
                out.newLine();
                out.text(" ");
                out.text(QUOTED);
            }
            writeQuoted(codePoint, out);
            i += Character.charCount(codePoint);
        }
        out.text(END);
    }

    private static void writeQuoted(int codePoint, Bytes out) {
        if (codePoint == ' ') {
            out.put('_');
        } else if (isLetterOrDigit(codePoint)) {
            out.put(codePoint);
        } else {
            for (int i = 0; i < Utf8.length(codePoint); i++) {
                QuotedPrintable.writeHex(Utf8.octet(codePoint, i), out);
            }
        }
    }

    private static int width(int codePoint) {
        return codePoint == ' ' || isLetterOrDigit(codePoint) ? 1 : 3 * Utf8.length(codePoint);
    }

    /** Those that stand for themselves wherever an encoded word may be (RFC 2047, section 5). */
    private static boolean isLetterOrDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    private static void writeBase64(String text, Bytes out) {
        for (int from = 0; from < text.length(); ) {
            int room = (LONGEST_LINE - FRAME - out.column()) / 4 * 3;
            int to = from;
            while (to < text.length() && room >= Utf8.length(text.codePointAt(to))) {
                room -= Utf8.length(text.codePointAt(to));
                to += Character.charCount(text.codePointAt(to));
            }
            out.text(BASE64);
            out.text(Base64.getEncoder().encodeToString(text.substring(from, to).getBytes(UTF_8)));
            out.text(END);
            if (to < text.length()) {
                out.newLine();
                out.put(' ');
            }
            from = to;
        }
    }
}
