package dev.errand.excel.batch;

import dev.errand.excel.sheet.CellStyle;
import dev.errand.excel.sheet.Paint;
import dev.errand.excel.sheet.SheetColumn;
import dev.errand.excel.sheet.SheetFrame;
import dev.errand.excel.sheet.StyleTable;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * What is the same for all rows of a sheet. Immutable, and safe to share between threads.
 *
 * @param frame what stands around them
 * @param paints for each column, the looks that its cells may have; the first is the usual one
 * @param zone by whose clock moments are shown
 * @param styles for each format and look that may occur
 * @param compact whether cells are written without their references
 * @param complete whether no cell is left out, so that what is written does not depend on where batches end
 */
public record SheetForm(
        SheetFrame frame, List<List<Paint>> paints, ZoneId zone, StyleTable styles, boolean compact, boolean complete)
        implements RowForm {

    private static final int FEW_BLANKS = 1_024;

    /**
     * The styles that a sheet needs.
     *
     * @param frame what stands around the rows
     * @param paints for each column, one look or more
     * @return all of them, some more than once
     */
    public static List<CellStyle> styles(SheetFrame frame, List<List<Paint>> paints) {
        List<CellStyle> styles =
                new ArrayList<>(); // by loops, since streams take their time in the first export of a process
        for (SheetColumn column : frame.columns()) {
            styles.add(CellStyle.heading(column.headingPlacement()));
        }
        if (!frame.joints().isEmpty()) {
            styles.add(CellStyle.jointHeading());
        }
        for (int i = 0; i < paints.size(); i++) {
            for (Paint paint : paints.get(i)) {
                ColumnStyles.addNeeded(frame.columns().get(i), paint, styles);
            }
        }
        return styles;
    }

    /**
     * Whether empty cells are left out of a batch: if most of its cells are empty, and they are many. Their borders come from
     * a format of the whole sheet then ({@link SheetFrame#tail}).
     */
    boolean leavesOut(int blanks, int cells) {
        return blanks > FEW_BLANKS && blanks > cells / 2 && !compact && !complete && !frame.locked();
    }

    @Override
    public int columns() {
        return frame.columns().size();
    }

    @Override
    public int styleCount() {
        return styles.size();
    }

    @Override
    public List<String> patterns() {
        List<String> patterns = new ArrayList<>();
        for (SheetColumn column : frame.columns()) {
            patterns.add(column.pattern());
        }
        return patterns;
    }

    @Override
    public int countStyle(int column) {
        return styles.number(CellStyle.count(frame.columns().get(column).placement()));
    }

    /** The look of totals, which is the last one of a column. */
    int totalLook(int column) {
        return paints.get(column).size() - 1;
    }

    /** The style of a heading. */
    int headingStyle(int column) {
        return styles.number(CellStyle.heading(frame.columns().get(column).headingPlacement()));
    }

    @Override
    public ColumnStyles[] stylesOf(int column) {
        List<Paint> own = paints.get(column);
        ColumnStyles[] all = new ColumnStyles[own.size()];
        for (int look = 0; look < all.length; look++) {
            all[look] = ColumnStyles.of(frame.columns().get(column), own.get(look), styles);
        }
        return all;
    }
}
