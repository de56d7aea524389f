package dev.errand.excel.batch;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

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
    private static final int MORE_IF_BOLD = 1;

    private final String[] patterns;
    private final @Nullable PatternWidth[] shown;
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
        this.shown = new @Nullable PatternWidth[this.patterns.length];
        this.widest = new int[this.patterns.length];
        this.lowest = new double[this.patterns.length];
        this.highest = new double[this.patterns.length];
        Arrays.fill(lowest, Double.POSITIVE_INFINITY);
        Arrays.fill(highest, Double.NEGATIVE_INFINITY);
    }

    void heading(int column, String heading) {
        atLeast(column, TextWidth.of(heading) + ROOM_FOR_FILTER_BUTTON - ROOM);
    }

    /** The longest of its lines. That it has no wide characters is seen by its bytes, of which those have three each. */
    void text(int column, String text, int bytes) {
        if ((text.length() + bytes) / 2 <= widest[column]) {
            return;
        }
        int lineStart = 0;
        for (int lineEnd = text.indexOf('\n'); lineEnd >= 0; lineEnd = text.indexOf('\n', lineStart)) {
            atLeast(column, TextWidth.of(text, lineStart, lineEnd));
            lineStart = lineEnd + 1;
        }
        atLeast(column, TextWidth.of(text, lineStart, text.length()));
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

    /** A date or time, that would be shown by this pattern if the column had none: it is as long as what it shows. */
    void moment(int column, String pattern) {
        atLeast(
                column,
                patterns[column].isEmpty() ? pattern.length() : shown(column).ofMoment());
    }

    /** A span of so many days, that would be shown by this pattern if the column had none. */
    void duration(int column, String pattern, int days) {
        atLeast(
                column,
                patterns[column].isEmpty()
                        ? pattern.length() + PatternWidth.moreHours(days)
                        : shown(column).of(days));
    }

    /** A formula of which nobody knows what comes out. */
    void unknown(int column) {
        if (!hasNoFormat(column)) {
            atLeast(column, shown(column).ofUnknown());
        }
    }

    /** A total, in bold letters, that would be shown by this pattern if the column had none. */
    void total(int column, String pattern, double number) {
        PatternWidth width = patterns[column].isEmpty() ? new PatternWidth(pattern) : shown(column);
        if (!ColumnStyles.patternOr(patterns[column], pattern).equals(ColumnStyles.GENERAL)) {
            atLeast(column, width.of(number) + MORE_IF_BOLD);
        }
    }

    private PatternWidth shown(int column) {
        PatternWidth width = shown[column];
        if (width == null) {
            width = new PatternWidth(patterns[column]);
            shown[column] = width;
        }
        return width;
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
            int numbers = lowest[i] > highest[i] ? 0 : Math.max(shown(i).of(lowest[i]), shown(i).of(highest[i]));
            fitted[i] = Math.clamp(Math.max(widest[i], numbers) + ROOM, NARROWEST, WIDEST);
        }
        return fitted;
    }
}
