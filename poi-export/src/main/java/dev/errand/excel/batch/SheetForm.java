package dev.errand.excel.batch;

import dev.errand.excel.sheet.StyleTable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What is the same for all rows of a sheet. Immutable, and safe to share between threads.
 *
 * @param headings what stands above the columns
 * @param patterns for each column, its number format; empty to choose by the value
 * @param zone by whose clock moments are shown
 * @param styles for each format that may occur
 */
public record SheetForm(List<String> headings, List<String> patterns, ZoneId zone, StyleTable styles) {

    /** Keeps copies. */
    public SheetForm {
        headings = List.copyOf(headings);
        patterns = List.copyOf(patterns);
    }

    /**
     * The styles that sheets need.
     *
     * @param patterns the number formats of all their columns
     * @return a table with all of them
     */
    public static StyleTable styles(List<String> patterns) {
        List<String> all = new ArrayList<>();
        for (String pattern : patterns) {
            if (pattern.isEmpty()) {
                all.addAll(ColumnStyles.AUTOMATIC);
            } else {
                all.add(pattern);
            }
        }
        return new StyleTable(all);
    }

    /**
     * How many columns there are.
     *
     * @return one or more
     */
    public int columns() {
        return headings.size();
    }
}
