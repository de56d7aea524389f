package dev.errand.progress;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;

/**
 * One unit that was given up, as a person may read it: which one, why, and when.
 *
 * <p>Both texts are made fit for one line: control characters, line separators and broken surrogates become blanks,
 * blanks at either end go, and what is too long is cut and ends with an ellipsis. A key that had to be changed ends with a
 * hash of what it was, so that different items keep different keys. Nothing is escaped for HTML.
 *
 * @param key which item: 1 to {@value #MAX_KEY_LENGTH} characters
 * @param message why: up to {@value #MAX_MESSAGE_LENGTH} characters, may be empty
 * @param attempt the attempt of its task that gave it up, counted from 1; an earlier one if a later one went on from there
 * @param at when
 */
public record FailedItem(String key, String message, int attempt, Instant at) {

    /** The longest key, in characters; a longer one is cut. */
    public static final int MAX_KEY_LENGTH = 200;

    /** The longest message, in characters; a longer one is cut. */
    public static final int MAX_MESSAGE_LENGTH = 500;

    private static final String ELLIPSIS = "…";
    private static final int HASH_LENGTH = 8;

    /**
     * Makes both texts fit for one line.
     *
     * @throws IllegalArgumentException if nothing is left of the key
     */
    public FailedItem {
        key = keyOf(key);
        message = messageOf(message);
        Objects.requireNonNull(at, "at");
    }

    /**
     * A text as it would be the key of a failed item.
     *
     * @param text which item, in any characters
     * @return what fits on a line, as said above
     * @throws IllegalArgumentException if nothing is left
     */
    public static String keyOf(String text) {
        String fit = oneLine(Objects.requireNonNull(text, "key"), MAX_KEY_LENGTH);
        if (fit.isEmpty()) {
            throw new IllegalArgumentException("key is blank, but must say which item failed");
        }
        return fit.equals(text) ? fit : oneLine(fit, MAX_KEY_LENGTH - HASH_LENGTH - 1) + " " + hashOf(text);
    }

    /**
     * A text as it would be the message of a failed item.
     *
     * @param text why, in any characters
     * @return what fits on a line, as said above; may be empty
     */
    public static String messageOf(String text) {
        return oneLine(Objects.requireNonNull(text, "message"), MAX_MESSAGE_LENGTH);
    }

    private static String hashOf(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16));
            return HexFormat.of().formatHex(hash, 0, HASH_LENGTH / 2);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Makes a text fit for one line, as said above. */
    static String oneLine(String text, int maxLength) {
        if (isOneLine(text, maxLength)) {
            return text;
        }
        StringBuilder line = new StringBuilder(Math.min(text.length(), maxLength + 2));
        text.strip()
                .codePoints()
                .limit(maxLength + 1L)
                .map(c -> belongsOnALine(c) ? c : ' ')
                .forEach(line::appendCodePoint);
        if (line.length() <= maxLength) {
            return line.toString().strip();
        }
        int end = maxLength - ELLIPSIS.length();
        line.setLength(Character.isHighSurrogate(line.charAt(end - 1)) ? end - 1 : end);
        return line.toString().strip() + ELLIPSIS;
    }

    /** Most texts are, and there may be one for each item of a loop: nothing is made of them. */
    private static boolean isOneLine(String text, int maxLength) {
        if (text.length() > maxLength || text.strip().length() < text.length()) {
            return false;
        }
        int at = 0;
        while (at < text.length() && belongsOnALine(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at == text.length();
    }

    private static boolean belongsOnALine(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                false;
            default -> true;
        };
    }
}
