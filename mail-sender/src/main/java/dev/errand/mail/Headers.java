package dev.errand.mail;

import java.util.Locale;
import java.util.Set;

/**
 * What may stand in a header. Nothing is cleaned in silence: a value with a line break in it is somebody's attempt to
 * write a header of his own (RFC 5322, sections 2.1.1 and 2.2).
 */
final class Headers {

    /** Lines have at most 998 characters (RFC 5322, section 2.1.1), and the header's name stands on the first. */
    private static final int LONGEST = 900;

    private static final int LONGEST_NAME = 76;

    /** Begins an encoded word (RFC 2047, section 2): a reader would show what it stands for, line breaks included. */
    private static final String ENCODED_WORD = "=?";

    private static final Set<String> OURS = Set.of(
            "from",
            "to",
            "cc",
            "bcc",
            "sender",
            "reply-to",
            "subject",
            "date",
            "message-id",
            "mime-version",
            "return-path",
            "received");

    private Headers() {}

    static void requireName(String name) {
        if (name.startsWith(".") || !isOf(name, LONGEST_NAME, ":")) {
            throw new InvalidMailException(
                    "header name",
                    name,
                    "be 1 to 76 printable ASCII characters without blanks and colons, and not begin with a dot");
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (OURS.contains(lower) || lower.startsWith("content-")) {
            throw new InvalidMailException("header name", name, "not be one that the campaign sets itself");
        }
    }

    static void requireValue(String field, String value) {
        if (value.length() > LONGEST) {
            throw new InvalidMailException(field, value, "have at most " + LONGEST + " characters");
        }
        if (value.contains(ENCODED_WORD)) {
            throw new InvalidMailException(field, value, "not contain \"=?\", which begins an encoded word");
        }
        for (int i = 0; i < value.length(); i += Character.charCount(value.codePointAt(i))) {
            if (breaksLine(value.codePointAt(i))) {
                throw new InvalidMailException(field, value, "be one line without control characters");
            }
        }
    }

    /** Printable ASCII without blanks and angle brackets; RFC 5322, section 3.6.4, asks for more, which few heed. */
    static void requireId(String field, String id) {
        if (!isOf(id, LONGEST, "<>")) {
            throw new InvalidMailException(
                    field, id, "be 1 to " + LONGEST + " printable ASCII characters without blanks and angle brackets");
        }
    }

    /** Whether it is printable ASCII without blanks and those. */
    private static boolean isOf(String text, int longest, String without) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || without.indexOf(c) >= 0) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= longest;
    }

    private static boolean breaksLine(int codePoint) {
        return !isPlain(codePoint) && isControl(codePoint);
    }

    private static boolean isPlain(int codePoint) {
        return codePoint >= ' ' && codePoint <= '~';
    }

    private static boolean isControl(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL -> codePoint != '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> true;
            default -> false;
        };
    }
}
