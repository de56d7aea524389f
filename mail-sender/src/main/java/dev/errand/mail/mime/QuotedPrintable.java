package dev.errand.mail.mime;

/**
 * Text as lines of up to 76 printable ASCII characters (RFC 2045, section 6.7): what is not one of them stands there by its
 * bytes in UTF-8, and a line that would be longer ends with {@code =}, which is not part of the text.
 *
 * <p>Beyond what is asked for, no line begins with a dot, nor with "From ", so that nothing needs be changed on its way, nor
 * is (RFC 5321, section 4.5.2; RFC 4155). A line break in any system's way is one.
 */
final class QuotedPrintable {

    private static final int LONGEST = 75;

    private QuotedPrintable() {}

    /** Writes a text, or whole lines of one, from the start of a line on. The last line of a text stays open, unless it is empty. */
    static void write(String text, int from, int to, Bytes out) {
        for (int i = from; i < to; ) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                out.newLine();
                i += c == '\r' && i + 1 < to && text.charAt(i + 1) == '\n' ? 2 : 1;
            } else if (isPlain(c) || ((c == ' ' || c == '\t') && !endsLine(text, i + 1))) {
                writePlain(text, i, out);
                i++;
            } else {
                int codePoint = text.codePointAt(i);
                writeEncoded(codePoint, out);
                i += Character.charCount(codePoint);
            }
        }
    }

    /** Stands for itself wherever it is. */
    private static boolean isPlain(char c) {
        return c > ' ' && c <= '~' && c != '=';
    }

    private static boolean endsLine(String text, int at) {
        return at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r';
    }

    private static void writePlain(String text, int at, Bytes out) {
        char c = text.charAt(at);
        breakBefore(1, out);
        if (out.column() == 0 && (c == '.' || (c == 'F' && text.startsWith("From ", at)))) {
            writeHex(c, out);
        } else {
            out.put(c);
        }
    }

    /** All bytes of one character on one line. */
    private static void writeEncoded(int codePoint, Bytes out) {
        breakBefore(3 * Utf8.length(codePoint), out);
        for (int i = 0; i < Utf8.length(codePoint); i++) {
            writeHex(Utf8.octet(codePoint, i), out);
        }
    }

    private static void breakBefore(int width, Bytes out) {
        if (out.column() + width > LONGEST) {
            out.put('=');
            out.newLine();
        }
    }

    static void writeHex(int octet, Bytes out) {
        out.put('=');
        out.hex(octet);
    }
}
