package dev.errand.excel.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Some rows that are encoded and compressed together: filled by the thread of the task, then handed over. As many as
 * make it worth while, and no more values and characters than memory should hold.
 */
public final class RowBatch {

    private static final int MOST_ROWS = 1_000;
    private static final int MOST_CELLS = 16_384;
    private static final int MOST_CHARACTERS = 1 << 19;

    private final int firstRow;
    private final int columns;
    private final @Nullable Object[] values;
    private short @Nullable [] looks;
    private int cells;
    private int filled;
    private long characters;

    /**
     * An empty batch.
     *
     * @param firstRow the number of its first row in the sheet, from 1 on
     * @param columns how many cells each row has
     * @param mostRows how many rows it holds at most, if not fewer for other reasons
     */
    public RowBatch(int firstRow, int columns, int mostRows) {
        this.firstRow = firstRow;
        this.columns = columns;
        int rows = Math.clamp(MOST_CELLS / columns, 1, Math.min(MOST_ROWS, mostRows));
        this.values = new @Nullable Object[rows * columns];
    }

    /**
     * Adds the value of the next cell.
     *
     * @param value one of {@link TakenValues}
     */
    public void add(@Nullable Object value) {
        int cell = cells++;
        if (value == null) {
            return; // as it is in a new array
        }
        values[cell] = value;
        filled++;
        if (value instanceof String text) {
            characters += text.length();
        }
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
     * Adds the value of the next cell, with a look.
     *
     * @param value one of {@link TakenValues}
     * @param look which of those of its column, 0 for the usual one
     */
    public void add(@Nullable Object value, int look) {
        if (look != 0) {
            if (looks == null) {
                looks = new short[values.length];
            }
            looks[cells] = (short) look;
        }
        add(value);
    }

    /**
     * Whether it should be handed over, now that a row is complete.
     *
     * @return true if no further row should be added
     */
    public boolean isFull() {
        return cells == values.length || characters > MOST_CHARACTERS;
    }

    /**
     * Whether there is nothing to hand over.
     *
     * @return true before the first value
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
        for (int i = Math.max(0, cells - columns); i < cells; i++) {
            Object shown = values[i] instanceof KeptLink link ? link.text() : values[i];
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

    @Nullable Object value(int row, int column) {
        return values[row * columns + column];
    }

    /** How many cells are empty. */
    int blanks() {
        return cells - filled;
    }

    /** Whether any cell has another look than the usual one. */
    boolean hasLooks() {
        return looks != null;
    }

    int look(int row, int column) {
        return looks == null ? 0 : looks[row * columns + column];
    }

    /** Which columns have a text somewhere. */
    boolean[] columnsWithText() {
        boolean[] texts = new boolean[columns];
        for (int i = 0; i < cells; i++) {
            texts[i % columns] |= values[i] instanceof String || values[i] instanceof KeptLink;
        }
        return texts;
    }
}
