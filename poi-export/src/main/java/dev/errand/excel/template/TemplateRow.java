package dev.errand.excel.template;

import java.util.List;

/**
 * A row of a template.
 *
 * @param number its number in the sheet, from 1 on
 * @param end where in the sheet its text ends
 * @param cells its cells
 */
record TemplateRow(int number, int end, List<Cell> cells) {

    /**
     * A cell.
     *
     * @param column from 0 on
     * @param style its style
     * @param text what it shows, if it is a text; else empty
     * @param filled whether it holds anything
     * @param computed whether it holds a formula
     */
    record Cell(int column, int style, String text, boolean filled, boolean computed) {}

    boolean isFilled() {
        return cells.stream().anyMatch(Cell::filled);
    }

    /** Which column has a heading, of those that are not taken; -1 if none does. */
    int columnOf(String heading, List<Integer> taken) {
        return cells.stream()
                .filter(cell -> cell.text().strip().equals(heading.strip()))
                .map(Cell::column)
                .filter(column -> !taken.contains(column))
                .findFirst()
                .orElse(-1);
    }
}
