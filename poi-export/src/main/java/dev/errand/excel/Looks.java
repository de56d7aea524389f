package dev.errand.excel;

import dev.errand.excel.sheet.Paint;
import java.util.ArrayList;
import java.util.List;

/**
 * Which look each cell gets. For every column there is a palette of all looks that may meet in its cells: first those of
 * usual rows, then those of rows with a look of their own; within these, by the look of the cell, and by the stripes. At
 * its end stand those of cells that failed, and of totals. Immutable.
 */
final class Looks<T> {

    private final List<Column<T>> columns;
    private final List<ConditionalLook<T>> ofRows;
    private final boolean striped;
    private final int stripes;

    Looks(List<Column<T>> columns, SheetDesign<T> design) {
        this.columns = columns;
        this.ofRows = design.rowLooks();
        this.striped = design.zebra();
        this.stripes = striped ? 2 : 1;
    }

    /** Whether all cells look as usual, unless they fail. */
    boolean arePlain() {
        for (Column<T> column : columns) {
            if (!column.looks().isEmpty()) {
                return false;
            }
        }
        return ofRows.isEmpty() && !striped;
    }

    /** For each column, its palette. */
    List<List<Paint>> palettes(boolean withMark, boolean withTotal) {
        List<List<Paint>> palettes = new ArrayList<>();
        for (Column<T> column : columns) {
            List<Paint> palette = usual(column);
            if (withMark) {
                palette.add(Paint.FAILED);
            }
            if (withTotal) {
                palette.add(Paint.TOTAL);
            }
            palettes.add(palette);
        }
        return palettes;
    }

    private List<Paint> usual(Column<T> column) {
        List<Paint> palette = new ArrayList<>();
        for (int row = 0; row <= ofRows.size(); row++) {
            for (int cell = 0; cell <= column.looks().size(); cell++) {
                for (int stripe = 0; stripe < stripes; stripe++) {
                    palette.add((stripe == 0 ? Paint.NONE : Paint.STRIPE)
                            .under(paint(ofRows, row))
                            .under(paint(column.looks(), cell)));
                }
            }
        }
        return palette;
    }

    private static <T> Paint paint(List<ConditionalLook<T>> looks, int look) {
        return look == 0 ? Paint.NONE : looks.get(look - 1).paint();
    }

    /** The look of a row: 0 for the usual one. */
    int ofRow(T row) throws Exception {
        return first(ofRows, row);
    }

    /** The look of a cell, in the palette of its column; it may be in every second row. */
    int ofCell(int column, int rowLook, boolean second, T row) throws Exception {
        List<ConditionalLook<T>> ofCells = columns.get(column).looks();
        int cell = ofCells.isEmpty() ? 0 : first(ofCells, row);
        int stripe = striped && second ? 1 : 0;
        return (rowLook * (ofCells.size() + 1) + cell) * stripes + stripe;
    }

    /** The look of a cell that failed, in the palette of its column. */
    int ofFailed(int column) {
        return (ofRows.size() + 1) * (columns.get(column).looks().size() + 1) * stripes;
    }

    String heading(int column) {
        return columns.get(column).heading();
    }

    private static <T> int first(List<ConditionalLook<T>> looks, T row) throws Exception {
        for (int i = 0; i < looks.size(); i++) {
            if (looks.get(i).when().holds(row)) {
                return i + 1;
            }
        }
        return 0;
    }
}
