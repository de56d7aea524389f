package dev.errand.excel.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Some rows that are encoded and compressed together: filled by the thread of the task, then handed over. As many as
 * make it worth while, and no more values and characters than memory should hold. It keeps what is there: an empty cell
 * takes no room, so rows that are mostly empty are more to a batch.
 */
public final class RowBatch {

    private static final int MOST_ROWS = 1_000;
    private static final int MOST_CELLS = 16_384;
    private static final int MOST_CELLS_LEFT_OUT = 1 << 19;
    private static final int MOST_CHARACTERS = 1 << 19;

    private final int firstRow;
    private final int columns;
    private final int mostRows;
    private final @Nullable SheetForm leavingOut;
    private final @Nullable Object[] values;
    private final int[] positions; // of each value, counted over all cells of the batch
    private short @Nullable [] looks;
    private int cells; // of the rows that have ended
    private int kept;
    private long characters;

    private RowBatch(int firstRow, int columns, int mostRows, @Nullable SheetForm leavingOut) {
        this.firstRow = firstRow;
        this.columns = columns;
        this.mostRows = Math.min(MOST_ROWS, mostRows);
        this.leavingOut = leavingOut;
        this.values = new @Nullable Object[Math.clamp(MOST_CELLS / columns, 1, this.mostRows) * columns];
        this.positions = new int[values.length];
    }

    /**
     * An empty batch, with more rows if most of their cells are left out.
     *
     * @param form what its rows have in common
     * @param firstRow the number of its first row in the sheet, from 1 on
     * @param mostRows how many rows it holds at most, if not fewer for other reasons
     * @return a batch for rows of as many cells as the form has columns
     */
    public static RowBatch of(SheetForm form, int firstRow, int mostRows) {
        return new RowBatch(firstRow, form.columns(), mostRows, form);
    }

    /**
     * An empty batch of which no cell is left out.
     *
     * @param firstRow the number of its first row in the sheet, from 1 on
     * @param columns how many cells each row has
     * @param mostRows how many rows it holds at most, if not fewer for other reasons
     * @return a batch
     */
    public static RowBatch ofWholeRows(int firstRow, int columns, int mostRows) {
        return new RowBatch(firstRow, columns, mostRows, null);
    }

    /**
     * Puts a value into a cell of the row that has not ended yet.
     *
     * @param column its column, from 0 on; one behind the last one that was put there
     * @param value one of {@link TakenValues}; an empty cell need not be put anywhere
     */
    public void put(int column, @Nullable Object value) {
        if (value != null) {
            keep(column, value);
        }
    }

    /**
     * Puts a value into a cell of the row that has not ended yet, with a look.
     *
     * @param column its column, from 0 on; one behind the last one that was put there
     * @param value one of {@link TakenValues}
     * @param look which of those of its column, 0 for the usual one
     */
    public void put(int column, @Nullable Object value, int look) {
        if (look == 0) {
            put(column, value);
            return;
        }
        if (looks == null) {
            looks = new short[values.length];
        }
        looks[kept] = (short) look;
        keep(column, value);
    }

    private void keep(int column, @Nullable Object value) {
        values[kept] = value;
        positions[kept++] = cells + column;
        if (value instanceof String text) {
            characters += text.length();
        }
    }

    /** Ends the row: what comes next belongs to the one below. */
    public void endRow() {
        cells += columns;
    }

    /**
     * Takes into account that a value holds a text without being one.
     *
     * @param text what it holds
     */
    public void holds(String text) {
        characters += text.length();
    }

    /**
     * Whether it should be handed over, now that a row is complete.
     *
     * @return true if no further row should be added
     */
    public boolean isFull() {
        return kept + columns > values.length
                || characters > MOST_CHARACTERS
                || rows() == mostRows
                || (cells >= values.length && !isMostlyLeftOut());
    }

    private boolean isMostlyLeftOut() {
        return cells + columns <= MOST_CELLS_LEFT_OUT && leavesOut();
    }

    /** Whether empty cells need not be written. */
    boolean leavesOut() {
        return leavingOut != null && looks == null && leavingOut.leavesOut(cells - kept, cells);
    }

    /**
     * Whether there is nothing to hand over.
     *
     * @return true before the end of the first row
     */
    public boolean isEmpty() {
        return cells == 0;
    }

    /**
     * A checksum of the values in the last row, by which it is known again. A link counts as its text, since whether there
     * is room for it depends on the rows before.
     *
     * @return the same for the same values, in every process; 0 for none
     */
    public int checksumOfLastRow() {
        CRC32 checksum = new CRC32();
        int entry = kept;
        int first = Math.max(0, cells - columns);
        while (entry > 0 && positions[entry - 1] >= first) {
            entry--;
        }
        for (int cell = first; cell < cells; cell++) {
            Object value = isAt(entry, cell) ? values[entry++] : null;
            Object shown = value instanceof KeptLink link ? link.text() : value;
            checksum.update((shown + "\0").getBytes(UTF_8));
        }
        return (int) checksum.getValue();
    }

    int firstRow() {
        return firstRow;
    }

    int rows() {
        return cells / columns;
    }

    /** Whether an entry is there, and is that of a cell: entries are in the order of cells, and those of empty ones may be missing. */
    boolean isAt(int entry, int cell) {
        return entry < kept && positions[entry] == cell;
    }

    /** How many entries there are. */
    int kept() {
        return kept;
    }

    /** Which cell of the batch an entry is, counted row by row from 0 on. */
    int cell(int entry) {
        return positions[entry];
    }

    @Nullable Object value(int entry) {
        return values[entry];
    }

    int look(int entry) {
        return looks == null ? 0 : looks[entry];
    }

    /** Whether any cell has another look than the usual one. */
    boolean hasLooks() {
        return looks != null;
    }

    /** Which columns have a text somewhere. */
    boolean[] columnsWithText() {
        boolean[] texts = new boolean[columns];
        for (int i = 0; i < kept; i++) {
            texts[positions[i] % columns] |= values[i] instanceof String || values[i] instanceof KeptLink;
        }
        return texts;
    }
}
