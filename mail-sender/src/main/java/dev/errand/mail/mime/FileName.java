package dev.errand.mail.mime;

/**
 * The name of a file as a parameter of a header: quoted, if it is ASCII; otherwise by its bytes in UTF-8, in as many pieces
 * as there are lines (RFC 2231, sections 3 and 4).
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
        } else {
            writePieces(name, out);
        }
        out.newLine();
    }

    private static void writePieces(String name, Bytes out) {
        int pieces = 1;
        out.text(" filename*0*=UTF-8''");
        for (int i = 0; i < name.length(); ) {
            int codePoint = name.codePointAt(i);
            if (out.column() + 3 * Utf8.length(codePoint) > LONGEST_LINE) {
                out.put(';');
                out.newLine();
                out.text(" filename*" + pieces++ + "*=");
            }
            write(codePoint, out);
            i += Character.charCount(codePoint);
        }
    }

    private static void write(int codePoint, Bytes out) {
        if (codePoint < 0x80 && (Character.isLetterOrDigit(codePoint) || ATTRIBUTE.indexOf(codePoint) >= 0)) {
            out.put(codePoint);
            return;
        }
        for (int i = 0; i < Utf8.length(codePoint); i++) {
            out.put('%');
            out.hex(Utf8.octet(codePoint, i));
        }
    }
}
