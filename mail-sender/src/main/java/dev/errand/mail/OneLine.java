package dev.errand.mail;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Foreign texts, fit to stand on one line of a log, a mail or a page. */
final class OneLine {

    private static final int LONGEST = 500;
    private static final Pattern BREAKS = Pattern.compile("[\\r\\n\\t\\u0085\\u2028\\u2029]+");
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}]");

    private OneLine() {}

    static String of(String text) {
        if (isFit(text)) {
            return text;
        }
        String start = text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
        String line = BREAKS.matcher(start).replaceAll(" ").strip();
        return UNSAFE.matcher(line).replaceAll(OneLine::escaped);
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

    private static String escaped(MatchResult unsafe) {
        return Matcher.quoteReplacement(String.format("\\u%04x", unsafe.group().codePointAt(0)));
    }
}
