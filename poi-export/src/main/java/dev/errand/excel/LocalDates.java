package dev.errand.excel;

import java.time.chrono.IsoChronology;
import java.time.format.DateTimeFormatterBuilder;
import java.time.format.FormatStyle;
import java.util.Locale;

/**
 * Number formats for dates in the order of a language, as {@code dd.mm.yyyy}, with days and months of two digits and years
 * of four: so all of them are as wide as {@code yyyy-mm-dd}, but for a point at the end.
 */
final class LocalDates {

    private static final String NEUTRAL = "yyyy-mm-dd";
    private static final String SEPARATORS = "./-";

    private LocalDates() {}

    /** A format in the order of a language, if it begins as dates do that are in none. */
    static String in(Locale language, String pattern) {
        return pattern.startsWith(NEUTRAL) ? date(language) + pattern.substring(NEUTRAL.length()) : pattern;
    }

    private static String date(Locale language) {
        String usual = DateTimeFormatterBuilder.getLocalizedDateTimePattern(
                FormatStyle.SHORT, null, IsoChronology.INSTANCE, language);
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < usual.length(); i++) {
            char sign = usual.charAt(i);
            boolean again = i > 0 && usual.charAt(i - 1) == sign;
            if (!again) {
                pattern.append(part(sign));
            }
        }
        return isComplete(pattern) ? pattern.toString() : NEUTRAL;
    }

    private static String part(char sign) {
        return switch (sign) {
            case 'y', 'u' -> "yyyy";
            case 'M', 'L' -> "mm";
            case 'd' -> "dd";
            default -> SEPARATORS.indexOf(sign) >= 0 ? String.valueOf(sign) : "";
        };
    }

    /** Languages whose separators are words have none of ours. */
    private static boolean isComplete(CharSequence pattern) {
        return pattern.toString().matches("(?=.*yyyy)(?=.*mm)(?=.*dd)[ymd]+[./-][ymd]+[./-][ymd]+\\.?");
    }
}
