package dev.errand.mail.mime;

/**
 * The name of a file as a parameter of a header: quoted, if it is ASCII; otherwise by its bytes in UTF-8 (RFC 2231, section 4),
 * in pieces if it is too long for one line (section 3), which fewer programs read.
 */
final class FileName {

    private static final int LONGEST_LINE = 75;
    private static final String ATTRIBUTE = "!#$&+-.^_`{|}~";

    private FileName() {}

    static void write(String name, Bytes out) {
        out.put(';');
        out.newLine();
        if (Fields.isAscii(name) && name.indexOf('\t') < 0) {
            out.text(" filename=");
            new Fields(out).quoted(name);
        } else if (fitsOneLine(name)) {
            out.text(" filename*=UTF-8''");
            name.codePoints().forEach(codePoint -> write(codePoint, out));
        } else {
            writePieces(name, out);
        }
        out.newLine();
    }

    private static boolean fitsOneLine(String name) {
        return " filename*=UTF-8''".length()
                        + name.codePoints().map(FileName::length).sum()
                <= LONGEST_LINE;
    }

    private static void writePieces(String name, Bytes out) {
        int pieces = 1;
        out.text(" filename*0*=UTF-8''");
        for (int i = 0; i < name.length(); ) {
            int codePoint = name.codePointAt(i);
            if (out.column() + length(codePoint) > LONGEST_LINE) {
                out.put(';');
                out.newLine();
                out.text(" filename*" + pieces++ + "*=");
            }
            write(codePoint, out);
            i += Character.charCount(codePoint);
        }
    }

    private static void write(int codePoint, Bytes out) {
        if (isLiteral(codePoint)) {
            out.put(codePoint);
            return;
        }
        for (int i = 0; i < Utf8.length(codePoint); i++) {
            out.put('%');
            out.hex(Utf8.octet(codePoint, i));
        }
    }

    private static int length(int codePoint) {
        return isLiteral(codePoint) ? 1 : 3 * Utf8.length(codePoint);
    }

    private static boolean isLiteral(int codePoint) {
        return codePoint < 0x80 && (Character.isLetterOrDigit(codePoint) || ATTRIBUTE.indexOf(codePoint) >= 0);
    }
}
