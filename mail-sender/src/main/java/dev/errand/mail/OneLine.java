package dev.errand.mail;

import java.util.regex.Pattern;

/** Foreign texts, fit to stand on one line of a log, a mail or a page. */
final class OneLine {

    private static final int LONGEST = 500;
    private static final int LONGEST_ESCAPE = "\\u10ffff".length();
    private static final Pattern BREAKS = Pattern.compile("[\\r\\n\\t\\u0085\\u2028\\u2029]+");

    private OneLine() {}

    static String of(String text) {
        if (isFit(text)) {
            return text;
        }
        String line = BREAKS.matcher(text).replaceAll(" ").strip();
        StringBuilder fit = new StringBuilder(Math.min(line.length(), LONGEST) + LONGEST_ESCAPE);
        int cut = 0; // where there is room left for an ellipsis
        for (int i = 0; i < line.length(); ) {
            int character = line.codePointAt(i);
            append(fit, character);
            if (fit.length() > LONGEST) {
                fit.setLength(cut);
                return fit.append('…').toString();
            }
            cut = fit.length() < LONGEST ? fit.length() : cut;
            i += Character.charCount(character);
        }
        return fit.toString();
    }

    private static void append(StringBuilder fit, int character) {
        switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE ->
                fit.append(String.format("\\u%04x", character));
            default -> fit.appendCodePoint(character);
        }
    }

    /** As most texts are: there are two for each recipient. */
    private static boolean isFit(String text) {
        if (text.length() > LONGEST || text.startsWith(" ") || text.endsWith(" ")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }
}
