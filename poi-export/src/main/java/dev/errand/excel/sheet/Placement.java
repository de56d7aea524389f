package dev.errand.excel.sheet;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a text stands in its cell, and whether the cell may be changed (ECMA-376 part 1, sections 18.8.1 and 18.8.33).
 *
 * @param horizontal to which side
 * @param wrapped whether a long text goes on in the next line
 * @param top whether it stands at the top of a row that is higher
 * @param unlocked whether it may be changed although the sheet is protected
 */
public record Placement(Horizontal horizontal, boolean wrapped, boolean top, boolean unlocked) {

    /** To which side; the names are those of the schema. */
    public enum Horizontal {
        /** By the value: texts to the left, numbers to the right. */
        GENERAL,
        /** To the left. */
        LEFT,
        /** In the middle. */
        CENTER,
        /** To the right. */
        RIGHT
    }

    /** By hand, as that of {@link CellStyle}. */
    @Override
    public int hashCode() {
        return horizontal.hashCode() + (wrapped ? 4 : 0) + (top ? 8 : 0) + (unlocked ? 16 : 0);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Placement placement
                && horizontal == placement.horizontal
                && wrapped == placement.wrapped
                && top == placement.top
                && unlocked == placement.unlocked;
    }

    /** The same in a sheet where some texts are wrapped, or some cells are locked. */
    Placement in(boolean wrappedSheet, boolean lockedSheet) {
        return new Placement(horizontal, wrapped, wrappedSheet, lockedSheet && unlocked);
    }

    /** The attributes and elements of a cell format. */
    String xml() {
        StringBuilder alignment = new StringBuilder();
        if (horizontal != Horizontal.GENERAL) {
            alignment
                    .append(" horizontal=\"")
                    .append(horizontal.name().toLowerCase(Locale.ROOT))
                    .append('"');
        }
        alignment.append(top ? " vertical=\"top\"" : "").append(wrapped ? " wrapText=\"1\"" : "");
        String aligned = alignment.isEmpty() ? "" : "<alignment" + alignment + "/>";
        String locked = unlocked ? "<protection locked=\"0\"/>" : "";
        return (aligned.isEmpty() ? "" : " applyAlignment=\"1\"")
                + (unlocked ? " applyProtection=\"1\"" : "")
                + (aligned.isEmpty() && !unlocked ? "/>" : ">" + aligned + locked + "</xf>");
    }
}
