package dev.errand.excel.zip;

import dev.errand.InvalidInputException;

/**
 * How the rows of one sheet are marked: how many marks a row has, and after which of them a text follows.
 *
 * <p>A mark is the position at which a fixed piece begins, such as {@code "><c r="B} or {@code " s="2"><v>}. What stands
 * between the end of a fixed piece and the next mark is the value of a cell. Only in values that are texts is it worth
 * while to look for repeats. Immutable.
 */
public final class RowLayout {

    /** Rows without any mark: all their bytes are taken for text. */
    public static final RowLayout UNMARKED = new RowLayout(new boolean[0]);

    private final boolean[] textAfter;

    private RowLayout(boolean[] textAfter) {
        this.textAfter = textAfter;
    }

    /**
     * Rows with as many marks each, of which none is followed by a text yet.
     *
     * @param marks how many marks each row has, zero or more
     * @return the layout
     * @throws InvalidInputException if there are fewer than none
     */
    public static RowLayout ofMarks(int marks) {
        if (marks < 0) {
            throw new InvalidInputException("marks", marks, "be zero or more");
        }
        return new RowLayout(new boolean[marks]);
    }

    /**
     * The same with one more mark that is followed by a text.
     *
     * @param mark which mark of a row, from zero on
     * @return a changed copy
     * @throws InvalidInputException if a row has no such mark
     */
    public RowLayout withTextAfter(int mark) {
        if (mark < 0 || mark >= textAfter.length) {
            throw new InvalidInputException("mark", mark, "be one of the " + textAfter.length + " of a row");
        }
        boolean[] changed = textAfter.clone();
        changed[mark] = true;
        return new RowLayout(changed);
    }

    /**
     * How many marks each row has.
     *
     * @return zero or more
     */
    public int marks() {
        return textAfter.length;
    }

    /** For each mark, whether a text follows it; not to be changed. */
    boolean[] textAfter() {
        return textAfter;
    }
}
