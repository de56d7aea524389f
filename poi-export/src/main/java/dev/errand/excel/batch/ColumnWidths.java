package dev.errand.excel.batch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * How many characters wide the columns are shown, about, over all that was written into them.
 *
 * <p>Of numbers with a format only the lowest and the highest are kept: one of them is the widest.
 */
public final class ColumnWidths {

    private static final int NARROWEST = 12;
    private static final int WIDEST = 50;
    private static final int ROOM = 2;
    private static final int ROOM_FOR_FILTER_BUTTON = 3;
    private static final int GENERAL_WIDTH = 11;

    private final String[] patterns;
    private final int[] widest;
    private final double[] lowest;
    private final double[] highest;

    /**
     * No width yet.
     *
     * @param patterns for each column, its number format; empty if it has none
     */
    public ColumnWidths(List<String> patterns) {
        this.patterns = patterns.toArray(new String[0]);
        this.widest = new int[this.patterns.length];
        this.lowest = new double[this.patterns.length];
        this.highest = new double[this.patterns.length];
        Arrays.fill(lowest, Double.POSITIVE_INFINITY);
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
    }

    void heading(int column, String heading) {
        atLeast(column, heading.length() + ROOM_FOR_FILTER_BUTTON - ROOM);
    }

    /** The longest of its lines. */
    void text(int column, String text) {
        if (text.length() <= widest[column]) {
            return;
        }
        int lineStart = 0;
        for (int lineEnd = text.indexOf('\n'); lineEnd >= 0; lineEnd = text.indexOf('\n', lineStart)) {
            atLeast(column, lineEnd - lineStart);
            lineStart = lineEnd + 1;
        }
        atLeast(column, text.length() - lineStart);
    }

    /** A number, and how many characters it has where it is shown without a format. */
    void number(int column, double number, int characters) {
        if (hasNoFormat(column)) {
            atLeast(column, Math.min(GENERAL_WIDTH, characters));
        } else {
            if (number < lowest[column]) {
                lowest[column] = number;
            }
            if (number > highest[column]) {
                highest[column] = number;
            }
        }
    }

    /** A date or time, that would be shown by this pattern if the column had none. */
    void moment(int column, String pattern) {
        atLeast(column, ColumnStyles.patternOr(patterns[column], pattern).length());
    }

    private boolean hasNoFormat(int column) {
        String pattern = patterns[column];
        return pattern.isEmpty() || pattern.equals(ColumnStyles.GENERAL);
    }

    private void atLeast(int column, int characters) {
        if (characters > widest[column]) {
            widest[column] = characters;
        }
    }

    /**
     * Takes those into account that were saved.
     *
     * @param saved what {@link #save} has written for as many columns
     * @throws IOException if it cannot be read
     */
    public void include(DataInput saved) throws IOException {
        for (int i = 0; i < widest.length; i++) {
            atLeast(i, saved.readInt());
            lowest[i] = Math.min(lowest[i], saved.readDouble());
            highest[i] = Math.max(highest[i], saved.readDouble());
        }
    }

    /**
     * Saves them.
     *
     * @param out where to
     * @throws IOException if that fails
     */
    public void save(DataOutput out) throws IOException {
        for (int i = 0; i < widest.length; i++) {
            out.writeInt(widest[i]);
            out.writeDouble(lowest[i]);
            out.writeDouble(highest[i]);
        }
    }

    void include(ColumnWidths others) {
        for (int i = 0; i < widest.length; i++) {
            atLeast(i, others.widest[i]);
            lowest[i] = Math.min(lowest[i], others.lowest[i]);
            highest[i] = Math.max(highest[i], others.highest[i]);
        }
    }

    /**
     * The widths to set, within what is pleasant.
     *
     * @return for each column, 12 to 50 characters
     */
    public int[] fitted() {
        int[] fitted = new int[widest.length];
        for (int i = 0; i < fitted.length; i++) {
            int numbers = lowest[i] > highest[i]
                    ? 0
                    : Math.max(shownWidth(lowest[i], patterns[i]), shownWidth(highest[i], patterns[i]));
            fitted[i] = Math.clamp(Math.max(widest[i], numbers) + ROOM, NARROWEST, WIDEST);
        }
        return fitted;
    }

    /** Digits, sign and separators of the whole part, and what stands behind the point in the pattern. */
    private static int shownWidth(double number, String pattern) {
        int whole = number < 0 ? 2 : 1;
        for (double rest = Math.abs(number); rest >= 10; rest /= 10) {
            whole++;
        }
        int separators = pattern.contains(",") ? whole / 3 : 0;
        int point = pattern.indexOf('.');
        return whole + separators + (point < 0 ? 0 : pattern.length() - point);
    }
}
