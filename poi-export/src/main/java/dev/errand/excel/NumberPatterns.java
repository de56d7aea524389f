package dev.errand.excel;

import dev.errand.excel.sheet.CellText;
import java.util.List;

/**
 * Whether a text can be a number format of Excel (ECMA-376 part 1, section 18.8.31): Excel calls a workbook damaged
 * that has one that cannot. A pattern is read sign by sign; what has no meaning as a letter of the alphabet must be in
 * quotes, and a section shows numbers or dates, not both. Other signs, as € or 年, are shown as they are.
 */
final class NumberPatterns {

    private static final int MOST_SECTIONS = 4;
    private static final String FINE = "";
    private static final String NO_PATTERN =
            "be a number format of Excel: one line, quotes and brackets closed, nothing escaped at its end";

    private static final List<String> CLOCK_WORDS = List.of("AM/PM", "A/P", "aaaa", "aaa");
    private static final String DATE_LETTERS = "ymdhsbge";
    private static final List<String> COLOURS =
            List.of("black", "blue", "cyan", "green", "magenta", "red", "white", "yellow");

    private final String pattern;
    private int at;
    private int sections = 1;
    private boolean hasDigits;
    private boolean hasDate;
    private boolean inFraction;

    private NumberPatterns(String pattern) {
        this.pattern = pattern;
    }

    /** What a pattern must be like that cannot be one, as the end of a sentence; empty if it can. */
    static String fault(String pattern) {
        return new NumberPatterns(pattern).read();
    }

    private String read() {
        String fault = FINE;
        while (at < pattern.length() && fault.isEmpty()) {
            if (!isPlain(at)) {
                return NO_PATTERN;
            }
            char sign = pattern.charAt(at);
            inFraction &= sign == '0';
            fault = switch (sign) {
                case '"' -> quoted();
                case '[' -> bracket();
                case '\\', '_', '*' -> escaped();
                case ';' -> nextSection();
                case '0', '#', '?' -> digit(sign);
                default -> isLetter(sign) ? letter() : shown(sign);
            };
        }
        return fault;
    }

    private boolean isPlain(int place) {
        return pattern.charAt(place) >= ' ' && CellText.isXml(pattern, place);
    }

    private static boolean isLetter(char sign) {
        return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
    }

    private String shown(char sign) {
        inFraction = hasDate && sign == '.';
        at++;
        return FINE;
    }

    private String quoted() {
        int end = endOf('"');
        at = end + 1;
        return end < 0 ? NO_PATTERN : FINE;
    }

    /** Where the sign stands next that ends what begins here; -1 if there is none. */
    private int endOf(char sign) {
        for (int i = at + 1; i < pattern.length() && isPlain(i); i++) {
            if (pattern.charAt(i) == sign) {
                return i;
            }
        }
        return -1;
    }

    private String escaped() {
        at += 2;
        return at > pattern.length() || !isPlain(at - 1) ? NO_PATTERN : FINE;
    }

    private String nextSection() {
        at++;
        sections++;
        hasDigits = false;
        hasDate = false;
        return sections > MOST_SECTIONS ? "have at most " + MOST_SECTIONS + " sections" : FINE;
    }

    /** Beside dates, digits are fractions of seconds. */
    private String digit(char sign) {
        if (hasDate && !(sign == '0' && inFraction)) {
            return "not have digits" + place() + " beside a date or time, but those of a fraction such as ss.000";
        }
        hasDigits |= !hasDate;
        at++;
        return FINE;
    }

    private String place() {
        return " (character " + (at + 1) + ")";
    }

    private String letter() {
        if (continuesWith("General")) {
            hasDigits = true;
            at += "General".length();
            return FINE;
        }
        if (hasDigits) {
            return exponent() ? FINE : text();
        }
        hasDate = true;
        for (String word : CLOCK_WORDS) {
            if (continuesWith(word)) {
                at += word.length();
                return FINE;
            }
        }
        return DATE_LETTERS.indexOf(Character.toLowerCase(pattern.charAt(at++))) >= 0 ? FINE : textBefore();
    }

    private boolean continuesWith(String word) {
        return pattern.regionMatches(true, at, word, 0, word.length());
    }

    private boolean exponent() {
        boolean exponent = continuesWith("E+") || continuesWith("E-");
        at += exponent ? 2 : 0;
        return exponent;
    }

    private String textBefore() {
        at--;
        return text();
    }

    /** Letters that mean nothing here; most probably all letters around them are a text. */
    private String text() {
        int start = at;
        while (start > 0 && isLetter(pattern.charAt(start - 1))) {
            start--;
        }
        int end = at;
        while (end < pattern.length() && isLetter(pattern.charAt(end))) {
            end++;
        }
        return "have texts in quotes, such as " + pattern.substring(0, start) + '"' + pattern.substring(start, end)
                + '"' + pattern.substring(end) + ": " + pattern.charAt(at) + place() + " is no sign of Excel there";
    }

    private String bracket() {
        int end = endOf(']');
        if (end < 0) {
            return NO_PATTERN;
        }
        String content = pattern.substring(at + 1, end);
        if (isTimeSpan(content)) {
            hasDate = true;
        } else if (!content.startsWith("$") && !isCondition(content) && !isColour(content) && !isNumerals(content)) {
            return "have in brackets" + place() + " a colour, a condition, a currency such as [$EUR], or [h], [m], [s]";
        }
        at = end + 1;
        return FINE;
    }

    private static boolean isTimeSpan(String content) {
        return !content.isEmpty()
                && "hms".indexOf(Character.toLowerCase(content.charAt(0))) >= 0
                && content.chars()
                        .allMatch(sign -> Character.toLowerCase(sign) == Character.toLowerCase(content.charAt(0)));
    }

    private static boolean isCondition(String content) {
        int start = 0;
        while (start < content.length() && "<>=".indexOf(content.charAt(start)) >= 0) {
            start++;
        }
        String number = content.substring(start);
        return start > 0
                && start <= 2
                && number.chars().anyMatch(sign -> sign >= '0' && sign <= '9')
                && number.chars().allMatch(sign -> "0123456789.+-Ee".indexOf(sign) >= 0);
    }

    private static boolean isColour(String content) {
        return COLOURS.stream().anyMatch(content::equalsIgnoreCase) || isNumbered(content, "Color", 56);
    }

    /** Digits of other scripts. */
    private static boolean isNumerals(String content) {
        return isNumbered(content, "DBNum", 4);
    }

    private static boolean isNumbered(String content, String word, int most) {
        if (!content.regionMatches(true, 0, word, 0, word.length())) {
            return false;
        }
        String number = content.substring(word.length()).strip();
        boolean digits =
                !number.isEmpty() && number.length() <= 2 && number.chars().allMatch(Character::isDigit);
        return digits && Integer.parseInt(number) >= 1 && Integer.parseInt(number) <= most;
    }
}
