package dev.errand.mail.dkim;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The fields of a header that are signed, each on one line, without blanks that could get lost (RFC 6376, section 3.4.2).
 *
 * @param names of the fields, and {@code from} once more, for one that is not there (section 8.15)
 * @param text the fields as they are signed, each with its CRLF
 */
record RelaxedHeader(List<String> names, String text) {

    /** RFC 6376, section 5.4.1; RFC 8058, section 4. */
    private static final Set<String> SIGNED = Set.of(
            "from",
            "reply-to",
            "subject",
            "date",
            "to",
            "message-id",
            "mime-version",
            "content-type",
            "content-transfer-encoding",
            "list-id",
            "list-help",
            "list-unsubscribe",
            "list-unsubscribe-post",
            "list-archive",
            "feedback-id",
            "auto-submitted",
            "precedence");

    private static final Pattern FIELDS = Pattern.compile("\r\n(?![ \t])");
    private static final Pattern BLANKS = Pattern.compile("[ \t\r\n]+");

    static RelaxedHeader of(ByteBuffer header) {
        List<String> names = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        for (String field : FIELDS.splitAsStream(UTF_8.decode(header)).toList()) {
            String name = field.substring(0, field.indexOf(':')).strip().toLowerCase(Locale.ROOT);
            if (SIGNED.contains(name)) {
                names.add(name);
                text.append(relaxed(field)).append("\r\n");
            }
        }
        names.add("from");
        return new RelaxedHeader(names, text.toString());
    }

    /** One field, without its CRLF. */
    static String relaxed(String field) {
        int colon = field.indexOf(':');
        String name = field.substring(0, colon).strip().toLowerCase(Locale.ROOT);
        return name + ":"
                + BLANKS.matcher(field.substring(colon + 1)).replaceAll(" ").strip();
    }
}
