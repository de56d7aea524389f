package dev.errand.mail.mime;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.regex.Pattern;

/**
 * A text, with the header that says how it is written: as it is, if it consists of short lines of ASCII; as base64, if most
 * of it is something else; quoted, if it is in between. Its last line stays open. For one thread.
 */
final class TextPart {

    private static final int LONGEST_LINE = 76;
    private static final byte[] PLAIN = bytes("Content-Type: text/plain; charset=UTF-8\r\n");
    private static final byte[] HTML = bytes("Content-Type: text/html; charset=UTF-8\r\n");
    private static final byte[] AS_IT_IS = bytes("Content-Transfer-Encoding: 7bit\r\n\r\n");
    private static final byte[] QUOTED = bytes("Content-Transfer-Encoding: quoted-printable\r\n\r\n");
    private static final byte[] IN_BASE64 = bytes("Content-Transfer-Encoding: base64\r\n\r\n");
    private static final Pattern BREAK = Pattern.compile("\r\n?|\n");

    private final byte[] type;
    private final Bytes out;
    private final QuotedLines quoted = new QuotedLines();

    private TextPart(byte[] type, Bytes out) {
        this.type = type;
        this.out = out;
    }

    static TextPart plain(Bytes out) {
        return new TextPart(PLAIN, out);
    }

    static TextPart html(Bytes out) {
        return new TextPart(HTML, out);
    }

    void write(String text) {
        out.lines(type);
        if (isFitAsItIs(text)) {
            out.lines(AS_IT_IS);
            writeLines(text);
        } else if (isMostlyForeign(text)) {
            out.lines(IN_BASE64);
            String lines = BREAK.matcher(text).replaceAll("\r\n"); // RFC 2045, section 6.8
            out.lines(Base64.getMimeEncoder().encode(lines.getBytes(UTF_8)));
            out.newLine();
        } else {
            out.lines(QUOTED);
            quoted.write(text, out);
        }
    }

    private void writeLines(String text) {
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '\n' || text.charAt(i) == '\r') {
                out.text(text, from, i);
                out.newLine();
                i += text.startsWith("\r\n", i) ? 1 : 0;
                from = i + 1;
            }
        }
        out.text(text, from, text.length());
    }

    /** Whether nobody on its way would have a reason to change it, or take a line of it for something else. */
    private static boolean isFitAsItIs(String text) {
        int lineStart = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\n' || c == '\r') {
                if (i > lineStart && text.charAt(i - 1) <= ' ') {
                    return false;
                }
                lineStart = i + 1;
            } else if (c > '~'
                    || c < ' '
                    || i - lineStart >= LONGEST_LINE
                    || (i == lineStart && (c == '.' || c == '-' || c == 'F'))) {
                return false;
            }
        }
        return text.isEmpty() || text.charAt(text.length() - 1) != ' ';
    }

    /** Found out as soon as the rest cannot change it: after a half of most texts. */
    private static boolean isMostlyForeign(String text) {
        int most = text.length() / 2;
        int familiar = 0;
        for (int i = 0; i < text.length() && familiar <= text.length() - most; i++) {
            familiar += text.charAt(i) <= '~' ? 1 : 0;
        }
        return text.length() - familiar > most;
    }

    private static byte[] bytes(String ascii) {
        return ascii.getBytes(US_ASCII);
    }
}
