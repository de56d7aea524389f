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

    /**
     * A form, with the styles that it needs.
     *
     * @param headings what stands above the columns, one or more
     * @param patterns as many number formats
     * @param zone by whose clock moments are shown
     * @return the form
     */
    public static SheetForm of(List<String> headings, List<String> patterns, ZoneId zone) {
        List<String> all = new ArrayList<>();
        for (String pattern : patterns) {
            if (pattern.isEmpty()) {
                all.addAll(ColumnStyles.AUTOMATIC);
            } else {
                all.add(pattern);
            }
        }
        return new SheetForm(List.copyOf(headings), List.copyOf(patterns), zone, new StyleTable(all));
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
