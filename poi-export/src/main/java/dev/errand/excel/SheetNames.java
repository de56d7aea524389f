package dev.errand.excel;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.InvalidInputException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The names of the sheets of one workbook: Excel does not take two that differ in nothing but case. */
final class SheetNames {

    private final Set<String> taken = new HashSet<>();

    /** Takes a name that Excel allows, made of a title. */
    @CanIgnoreReturnValue
    String take(String title) {
        String name = ExcelTexts.sheetTitle(title);
        if (!taken.add(key(name))) {
            throw new InvalidInputException(
                    "sheet title", title, "differ from those of the other sheets in more than case");
        }
        return name;
    }

    /** Takes a name for a sheet that goes on where another one is full: {@code Claims (2)}, or the next that is free. */
    String takeContinued(String name, int part) {
        for (int number = part; ; number++) {
            String suffix = " (" + number + ")";
            int room = ExcelTexts.LONGEST_TITLE - suffix.length();
            String continued =
                    ExcelTexts.cut(name, Math.min(name.length(), room)).stripTrailing() + suffix;
            if (taken.add(key(continued))) {
                return continued;
            }
        }
    }

    /** Takes one that was taken before, by whoever began the workbook. */
    void takeAgain(String name) {
        taken.add(key(name));
    }

    private static String key(String name) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
