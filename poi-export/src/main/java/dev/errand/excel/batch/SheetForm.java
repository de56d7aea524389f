package dev.errand.excel.batch;

import dev.errand.excel.sheet.CellStyle;
import dev.errand.excel.sheet.Paint;
import dev.errand.excel.sheet.SheetColumn;
import dev.errand.excel.sheet.SheetFrame;
import dev.errand.excel.sheet.StyleTable;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is the same for all rows of a sheet. Immutable, and safe to share between threads.
 *
 * @param frame what stands around them
 * @param paints for each column, the looks that its cells may have; the first is the usual one
 * @param zone by whose clock moments are shown
 * @param styles for each format and look that may occur
 * @param compact whether cells are written without their references
 * @param resumable whether rows may come in other batches when the sheet is gone on with, and are to be the same bytes
 */
public record SheetForm(
        SheetFrame frame, List<List<Paint>> paints, ZoneId zone, StyleTable styles, boolean compact, boolean resumable)
        implements RowForm {

    private static final int FEW_BLANKS = 1_024;

    /**
     * The styles that a sheet needs.
     *
     * @param frame what stands around the rows
     * @param paints for each column, one look or more
     * @return all of them, some more than once
     */
    public static Stream<CellStyle> styles(SheetFrame frame, List<List<Paint>> paints) {
        return Stream.concat(headings(frame), cells(frame.columns(), paints));
    }

    private static Stream<CellStyle> headings(SheetFrame frame) {
        return Stream.concat(
                frame.columns().stream().map(column -> CellStyle.heading(column.headingPlacement())),
                frame.joints().stream().map(joint -> CellStyle.jointHeading()));
    }

    private static Stream<CellStyle> cells(List<SheetColumn> columns, List<List<Paint>> paints) {
        return IntStream.range(0, columns.size())
                .boxed()
                .flatMap(i -> paints.get(i).stream().flatMap(paint -> ColumnStyles.needed(columns.get(i), paint)));
    }

    /** If most of them are empty, and they are many; their borders come from a format of the whole sheet then ({@link SheetFrame#tail}). */
    @Override
    public boolean leavesOut(int blanks, int cells) {
        return blanks > FEW_BLANKS && blanks > cells / 4 * 3 && !compact && !resumable && !frame.locked();
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
        return frame.columns().stream().map(SheetColumn::pattern).toList();
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
        return paints.get(column).stream()
                .map(paint -> ColumnStyles.of(frame.columns().get(column), paint, styles))
                .toArray(ColumnStyles[]::new);
    }
}
