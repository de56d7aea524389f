package dev.errand.excel.sheet;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A sheet that is written, how far it reaches, and what it needs.
 *
 * @param name what stands on its tab, as Excel allows it
 * @param filterRange what its filter covers, as {@code A1:J100}
 * @param notes whether it has notes
 * @param computed whether its formulas are to be computed when the workbook is opened
 */
public record SheetExtent(String name, String filterRange, boolean notes, boolean computed) {

    /**
     * One that was saved.
     *
     * @param saved what {@link #save} has written
     * @return the same
     * @throws IOException if it cannot be read
     */
    public static SheetExtent read(DataInput saved) throws IOException {
        return new SheetExtent(saved.readUTF(), saved.readUTF(), saved.readBoolean(), saved.readBoolean());
    }

    /**
     * Saves it.
     *
     * @param out where to
     * @throws IOException if that fails
     */
    public void save(DataOutput out) throws IOException {
        out.writeUTF(name);
        out.writeUTF(filterRange);
        out.writeBoolean(notes);
        out.writeBoolean(computed);
    }

    /** What its filter covers, as other sheets would name it. */
    String absoluteRange() {
        return "'" + name.replace("'", "''") + "'!" + CellReference.absolute(filterRange);
    }
}
