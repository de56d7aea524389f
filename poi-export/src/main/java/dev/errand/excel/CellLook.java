package dev.errand.excel;

import dev.errand.InvalidInputException;
import dev.errand.excel.sheet.Paint;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How a cell stands out: {@code CellLook.plain().color("C00000").bold()}.
 *
 * <p>Where several looks meet in a cell, the one of the cell covers the one of its row, and that one the stripes of the
 * sheet; what one of them does not say is left to the other. Immutable: every method returns a changed copy.
 */
public final class CellLook {

    private static final Pattern COLOR = Pattern.compile("[0-9A-Fa-f]{6}");
    private static final CellLook PLAIN = new CellLook(Paint.NONE);

    private final Paint paint;

    private CellLook(Paint paint) {
        this.paint = paint;
    }

    /**
     * Does not stand out yet.
     *
     * @return a look to begin with
     */
    public static CellLook plain() {
        return PLAIN;
    }

    /**
     * Red letters, as for amounts below zero.
     *
     * @return that look
     */
    public static CellLook red() {
        return PLAIN.color("C00000");
    }

    /**
     * Grey letters, as for what does not count any more.
     *
     * @return that look
     */
    public static CellLook grey() {
        return PLAIN.color("808080");
    }

    /**
     * With letters of a colour.
     *
     * @param rgb six hex digits for red, green and blue, such as {@code C00000}
     * @return a changed copy
     * @throws InvalidInputException if it is no colour
     */
    public CellLook color(String rgb) {
        return under(new Paint(checked(rgb), "", false, false, false, false));
    }

    /**
     * With a colour behind the letters.
     *
     * @param rgb six hex digits for red, green and blue, such as {@code FFF2CC}
     * @return a changed copy
     * @throws InvalidInputException if it is no colour
     */
    public CellLook fill(String rgb) {
        return under(new Paint("", checked(rgb), false, false, false, false));
    }

    /**
     * With bold letters.
     *
     * @return a changed copy
     */
    public CellLook bold() {
        return under(new Paint("", "", true, false, false, false));
    }

    /**
     * With slanted letters.
     *
     * @return a changed copy
     */
    public CellLook italic() {
        return under(new Paint("", "", false, true, false, false));
    }

    /**
     * With letters that are struck out.
     *
     * @return a changed copy
     */
    public CellLook struckOut() {
        return under(new Paint("", "", false, false, true, false));
    }

    private CellLook under(Paint top) {
        return new CellLook(paint.under(top));
    }

    private static String checked(String rgb) {
        if (!COLOR.matcher(rgb).matches()) {
            throw new InvalidInputException("colour", rgb, "have six hex digits, such as C00000");
        }
        return rgb.toUpperCase(Locale.ROOT);
    }

    Paint paint() {
        return paint;
    }
}
