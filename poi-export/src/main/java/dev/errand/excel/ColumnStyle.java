package dev.errand.excel;

import dev.errand.InvalidInputException;
import dev.errand.excel.sheet.CellText;
import dev.errand.excel.sheet.Placement;
import dev.errand.excel.sheet.Placement.Horizontal;
import dev.errand.excel.sheet.SheetColumn;
import java.util.Objects;
import java.util.OptionalInt;

/**
 * How a column looks, and what may be done with it: {@code ColumnStyle.of(CellFormat.money("EUR")).width(14).right()}.
 *
 * <p>Immutable, and safe to share between threads and columns: every method returns a changed copy.
 */
public final class ColumnStyle {

    private static final int WIDEST = 255;
    private static final int LONGEST_NOTE = 1_000;
    private static final ColumnStyle PLAIN = new ColumnStyle(
            CellFormat.automatic(),
            new Placement(Horizontal.GENERAL, false, false, true),
            OptionalInt.empty(),
            false,
            "");

    private final CellFormat format;
    private final Placement placement;
    private final OptionalInt width;
    private final boolean hidden;
    private final String note;

    private ColumnStyle(CellFormat format, Placement placement, OptionalInt width, boolean hidden, String note) {
        this.format = format;
        this.placement = placement;
        this.width = width;
        this.hidden = hidden;
        this.note = note;
    }

    /**
     * A column that is as wide as its values, and shows them by what they are.
     *
     * @return the style of a column that names none
     */
    public static ColumnStyle plain() {
        return PLAIN;
    }

    /**
     * A column that is as wide as its values, and shows them in a format.
     *
     * @param format how its values are shown
     * @return that style
     */
    public static ColumnStyle of(CellFormat format) {
        return new ColumnStyle(Objects.requireNonNull(format, "format"), PLAIN.placement, PLAIN.width, false, "");
    }

    /**
     * With its heading and its values at the left.
     *
     * @return a changed copy
     */
    public ColumnStyle left() {
        return towards(Horizontal.LEFT);
    }

    /**
     * With its heading and its values in the middle.
     *
     * @return a changed copy
     */
    public ColumnStyle center() {
        return towards(Horizontal.CENTER);
    }

    /**
     * With its heading and its values at the right.
     *
     * @return a changed copy
     */
    public ColumnStyle right() {
        return towards(Horizontal.RIGHT);
    }

    private ColumnStyle towards(Horizontal side) {
        return placed(new Placement(side, placement.wrapped(), false, placement.unlocked()));
    }

    /**
     * With long texts, and its heading, in several lines where they are wider than the column. All values of the sheet
     * stand at the top of their rows then.
     *
     * @return a changed copy
     */
    public ColumnStyle wrap() {
        return placed(new Placement(placement.horizontal(), true, false, placement.unlocked()));
    }

    /**
     * With its cells locked: the sheet is protected, without a password, and only the columns that are not locked can be
     * changed by who opens it. This guards against slips of the hand, and keeps nobody out.
     *
     * @return a changed copy
     */
    public ColumnStyle locked() {
        return placed(new Placement(placement.horizontal(), placement.wrapped(), false, false));
    }

    private ColumnStyle placed(Placement changed) {
        return new ColumnStyle(format, changed, width, hidden, note);
    }

    /**
     * With a width of its own, instead of one fitted to its values.
     *
     * @param characters how many digits it shows, 1 to 255
     * @return a changed copy
     * @throws InvalidInputException if it is out of range
     */
    public ColumnStyle width(int characters) {
        if (characters < 1 || characters > WIDEST) {
            throw new InvalidInputException("column width", characters, "be 1 to " + WIDEST + " characters");
        }
        return new ColumnStyle(format, placement, OptionalInt.of(characters), hidden, note);
    }

    /**
     * There, with all its values, but not shown until somebody unhides it.
     *
     * @return a changed copy
     */
    public ColumnStyle hidden() {
        return new ColumnStyle(format, placement, width, true, note);
    }

    /**
     * With a note on its heading, that appears when the mouse rests on it.
     *
     * @param text 1 to 1,000 characters, and no control character but line feeds
     * @return a changed copy
     * @throws InvalidInputException if it is not
     */
    public ColumnStyle note(String text) {
        if (text.isBlank() || text.length() > LONGEST_NOTE || !isShown(text)) {
            throw new InvalidInputException(
                    "note",
                    text,
                    "have 1 to " + LONGEST_NOTE + " characters, and no control characters but line feeds");
        }
        return new ColumnStyle(format, placement, width, hidden, text);
    }

    private static boolean isShown(String text) {
        for (int i = 0; i < text.length(); i++) {
            if ((text.charAt(i) < ' ' && text.charAt(i) != '\n') || !CellText.isXml(text, i)) {
                return false;
            }
        }
        return true;
    }

    ColumnStyle in(Translation language) {
        return note.isEmpty() ? this : note(language.text(note));
    }

    /** How its values are shown. */
    CellFormat format() {
        return format;
    }

    SheetColumn under(String heading) {
        return new SheetColumn(heading, format.pattern(), placement, width, hidden, note);
    }
}
