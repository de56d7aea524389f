package dev.errand.mail.mime;

import dev.errand.mail.MailAddress;
import java.util.List;

/** The fields of a header, each folded to lines of 76 characters where it has a blank for that (RFC 5322, section 2.2.3). */
final class Fields {

    private static final int LONGEST_LINE = 76;
    private static final int LONGEST_QUOTED = 60;

    private final Bytes out;

    Fields(Bytes out) {
        this.out = out;
    }

    /** A field without anything in it that were to be encoded. */
    void plain(String name, String value) {
        out.text(name);
        out.text(": ");
        out.text(value);
        out.newLine();
    }

    /** A field of any text. */
    void text(String name, String value) {
        out.text(name);
        out.text(": ");
        if (isAscii(value)) {
            fold(value);
        } else {
            EncodedWords.write(value, out);
        }
        out.newLine();
    }

    /** A field of addresses. */
    void addresses(String name, List<MailAddress> addresses) {
        out.text(name);
        out.put(':');
        for (int i = 0; i < addresses.size(); i++) {
            if (i > 0) {
                out.put(',');
            }
            address(addresses.get(i));
        }
        out.newLine();
    }

    void address(String name, MailAddress address) {
        out.text(name);
        out.put(':');
        address(address);
        out.newLine();
    }

    private void address(MailAddress address) {
        if (address.name().isEmpty()) {
            blankBefore(address.email().length());
            out.utf8(address.email());
            return;
        }
        name(address.name());
        blankBefore(address.email().length() + 2);
        out.put('<');
        out.utf8(address.email());
        out.put('>');
    }

    /** A quoted string, or encoded words (RFC 5322, section 3.2.4; RFC 2047, section 5). */
    private void name(String name) {
        if (isAscii(name) && name.length() <= LONGEST_QUOTED && name.indexOf('\t') < 0) {
            blankBefore(name.length() + 2);
            quoted(name);
        } else {
            out.put(' ');
            EncodedWords.write(name, out);
        }
    }

    /** In double quotes, with a backslash before what would end it. */
    void quoted(String text) {
        out.put('"');
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == '"' || text.charAt(i) == '\\') {
                out.put('\\');
            }
            out.text(text, i, i + 1);
        }
        out.put('"');
    }

    /** Breaks at blanks that stand alone, since a reader may take several at a line's end for one. */
    private void fold(String value) {
        int from = 0;
        while (out.column() + value.length() - from > LONGEST_LINE) {
            int at = value.lastIndexOf(' ', from + LONGEST_LINE - out.column());
            while (at > from && !standsAlone(value, at)) {
                at = value.lastIndexOf(' ', at - 1);
            }
            if (at <= from) { // a word that is longer than a line
                at = value.indexOf(' ', Math.max(from + 1, from + LONGEST_LINE - out.column()));
                while (at >= 0 && !standsAlone(value, at)) {
                    at = value.indexOf(' ', at + 1);
                }
            }
            if (at < 0) {
                break;
            }
            out.text(value, from, at);
            out.newLine();
            from = at;
        }
        out.text(value, from, value.length());
    }

    private static boolean standsAlone(String value, int at) {
        return at > 0 && at + 1 < value.length() && value.charAt(at - 1) > ' ' && value.charAt(at + 1) > ' ';
    }

    private void blankBefore(int width) {
        if (out.column() + 1 + width > LONGEST_LINE) {
            out.newLine();
        }
        out.put(' ');
    }

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
