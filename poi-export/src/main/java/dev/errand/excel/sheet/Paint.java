package dev.errand.excel.sheet;

import org.jspecify.annotations.Nullable;

/**
 * The colours of a cell and the letters of its text (ECMA-376 part 1, sections 18.8.20 and 18.8.22).
 *
 * @param color of the text, as {@code C00000}; empty for the usual one
 * @param fill of the cell; empty for none
 * @param bold whether the text is bold
 * @param italic whether it is slanted
 * @param struckOut whether a line goes through it
 * @param underlined whether a line goes below it
 */
public record Paint(String color, String fill, boolean bold, boolean italic, boolean struckOut, boolean underlined) {

    /** As cells are by themselves. */
    public static final Paint NONE = new Paint("", "", false, false, false, false);

    /** Of headings: bold and white on blue. */
    public static final Paint HEADING = new Paint("FFFFFF", "4472C4", true, false, false, false);

    /** Of hyperlinks: blue and underlined. */
    public static final Paint LINK = new Paint("0563C1", "", false, false, false, true);

    /** Of every second row. */
    public static final Paint STRIPE = new Paint("", "EAF1FB", false, false, false, false);

    /** Of totals: bold on light blue. */
    public static final Paint TOTAL = new Paint("", "D9E1F2", true, false, false, false);

    /** Of cells whose value could not be taken: red on light red. */
    public static final Paint FAILED = new Paint("9C0006", "FFC7CE", false, false, false, false);

    /**
     * Another paint on top of this one: its colours cover, its lines and letters are added.
     *
     * @param top the other one
     * @return both
     */
    public Paint under(Paint top) {
        return new Paint(
                top.color.isEmpty() ? color : top.color,
                top.fill.isEmpty() ? fill : top.fill,
                bold || top.bold,
                italic || top.italic,
                struckOut || top.struckOut,
                underlined || top.underlined);
    }

    /** By hand, as that of {@link CellStyle}. */
    @Override
    public int hashCode() {
        int looks = (bold ? 1 : 0) + (italic ? 2 : 0) + (struckOut ? 4 : 0) + (underlined ? 8 : 0);
        return 31 * (31 * color.hashCode() + fill.hashCode()) + looks;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Paint paint
                && color.equals(paint.color)
                && fill.equals(paint.fill)
                && bold == paint.bold
                && italic == paint.italic
                && struckOut == paint.struckOut
                && underlined == paint.underlined;
    }

    /** Only what concerns the letters, so that equal fonts are written once. */
    Paint font() {
        return new Paint(color, "", bold, italic, struckOut, underlined);
    }

    /** The font. */
    String fontXml() {
        return "<font>" + (bold ? "<b/>" : "") + (italic ? "<i/>" : "") + (struckOut ? "<strike/>" : "")
                + (underlined ? "<u/>" : "") + "<sz val=\"11\"/>"
                + (color.isEmpty() ? "" : "<color rgb=\"FF" + color + "\"/>")
                + "<name val=\"Calibri\"/><family val=\"2\"/></font>";
    }

    /** A fill of this colour. */
    static String fillXml(String color) {
        return "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"FF" + color
                + "\"/><bgColor indexed=\"64\"/></patternFill></fill>";
    }
}
