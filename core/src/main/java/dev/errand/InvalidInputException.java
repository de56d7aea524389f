package dev.errand;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value was refused before anything was done with it.
 *
 * <p>The message reads {@code delay is PT-5S, but must be zero or more}: which field, what it held, and what would have
 * been right.
 */
public class InvalidInputException extends ErrandException {

    private static final long serialVersionUID = 1L;
    private static final int LONGEST_SHOWN = 120;

    private final String field;
    private final String value;
    private final String limit;

    /**
     * Refuses a value.
     *
     * @param field the name of what was given, in the words of the caller
     * @param value what was given; a text is shown in quotes, cut to 120 characters, with its control characters
     *     escaped
     * @param limit what would have been right, as the end of the sentence "but must …"
     */
    public InvalidInputException(String field, @Nullable Object value, String limit) {
        this(field, value, limit, null);
    }

    /**
     * Refuses a value because of what somebody else said about it.
     *
     * @param field the name of what was given, in the words of the caller
     * @param value what was given, shown as by the other constructor
     * @param limit what would have been right, as the end of the sentence "but must …"
     * @param cause the first complaint
     */
    public InvalidInputException(String field, @Nullable Object value, String limit, @Nullable Throwable cause) {
        super(field + " is " + shown(value) + ", but must " + limit, cause);
        this.field = field;
        this.value = oneLine(Objects.toString(value));
        this.limit = limit;
    }

    /**
     * Which value was refused.
     *
     * @return the name of the field
     */
    public String field() {
        return field;
    }

    /**
     * What the field held, safe to show on one line.
     *
     * @return the value, cut and escaped, a text without quotes
     */
    public String value() {
        return value;
    }

    /**
     * What would have been right.
     *
     * @return the end of the sentence "it must …"
     */
    public String limit() {
        return limit;
    }

    private static String shown(@Nullable Object value) {
        String line = oneLine(Objects.toString(value));
        return value instanceof CharSequence ? '"' + line + '"' : line;
    }

    private static String oneLine(CharSequence text) {
        StringBuilder line = new StringBuilder();
        int end = Math.min(text.length(), LONGEST_SHOWN);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (isUnsafe(c)) {
                line.append(String.format("\\u%04x", (int) c));
            } else {
                line.append(c);
            }
        }
        if (text.length() > end) {
            line.append("… (").append(text.length()).append(" characters)");
        }
        return line.toString();
    }

    private static boolean isUnsafe(char c) {
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
