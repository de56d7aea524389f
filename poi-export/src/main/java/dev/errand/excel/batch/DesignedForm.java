package dev.errand.excel.batch;

import java.time.ZoneId;
import java.util.Collections;
import java.util.List;

/**
 * A form whose styles somebody has designed: each column has one, whatever its values are.
 *
 * @param styles for each column, the number of its style
 * @param zone by whose clock moments are shown
 * @param compact whether cells are written without their references
 */
public record DesignedForm(List<Integer> styles, ZoneId zone, boolean compact) implements RowForm {

    /** Keeps a copy. */
    public DesignedForm {
        styles = List.copyOf(styles);
    }

    @Override
    public int columns() {
        return styles.size();
    }

    @Override
    public List<String> patterns() {
        return Collections.nCopies(styles.size(), "");
    }

    @Override
    public int styleCount() {
        return Collections.max(styles) + 1;
    }

    @Override
    public ColumnStyles[] stylesOf(int column) {
        int style = styles.get(column);
        return new ColumnStyles[] {new ColumnStyles(style, style, style, style, style, style, style, style, style)};
    }

    /** There is no row of totals. */
    @Override
    public int countStyle(int column) {
        return styles.get(column);
    }
}
