package dev.errand.excel.sheet;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.excel.zip.PieceBuffer;
import dev.errand.excel.zip.RowLayout;
import java.util.OptionalDouble;

/**
 * Encodes rows of cells straight to the UTF-8 bytes of a sheet's XML (ECMA-376 part 1, sections 18.3.1.73 and 18.3.1.4).
 *
 * <p>Each cell is a fixed piece, its row's number, another fixed piece and its value:
 * {@code </v></c><c r="B}, {@code 12}, {@code " s="3"><v>}, {@code 4.5}. The fixed pieces are made once and written by
 * stores of eight bytes, and the buffer is told where they begin, which spares its compressor the search for them. Cells
 * are written in the order of their columns, each once; what the buffer holds at the end does not depend on what was
 * encoded into it before. Without references, as the schema allows, a cell is where the one before it ends. For one
 * thread at a time.
 */
public final class RowEncoder {

    private static final Piece ROW = new Piece("<row r=\"");
    private static final Piece ROW_OPENED = new Piece("\">");
    private static final Piece VALUE_END = new Piece("</v></c>");
    private static final Piece TEXT_END = new Piece("</t></is></c>");
    private static final Piece FORMULA_END = new Piece("</f></c>");
    private static final Piece RESULT = new Piece("</f><v>");
    private static final Piece ROW_END = new Piece("</row>");
    private static final int ROOM_OF_ROW = 64;
    private static final int DAY_PLACES = 11;
    private static final int FEW_DAYS = 1_000;
    private static final long PLACES_OF_DAY = 100_000_000_000L;
    private static final int MILLIS_OF_DAY = 86_400_000;
    private static final int ROUNDING = MILLIS_OF_DAY / 2;

    private final PieceBuffer buffer;
    private final Piece[] references;
    private final StyledPieces[] styles;
    private final Decimals decimals;
    private final int roomOfRow;
    private final boolean compact;

    private byte[] bytes;
    private int at;
    private int[] marks;
    private int mark;
    private Piece end = Piece.NOTHING;
    private final byte[] rowNumber = new byte[Digits.ROOM];
    private int row;
    private long rowDigits;
    private int rowDigitCount;
    private int referenceDigitCount;

    /**
     * An encoder for the rows of one sheet.
     *
     * @param buffer takes the bytes; of a layout by {@link #layout}
     * @param columns how many cells each row has
     * @param styles how many styles there are
     * @param compact whether cells are written without their references
     */
    public RowEncoder(PieceBuffer buffer, int columns, int styles, boolean compact) {
        this.buffer = buffer;
        this.compact = compact;
        this.bytes = buffer.array();
        this.marks = buffer.marks();
        this.decimals = new Decimals(columns);
        this.references = new Piece[columns];
        for (int i = 0; i < columns; i++) {
            references[i] = new Piece(compact ? "<c" : "<c r=\"" + CellReference.column(i));
        }
        this.styles = new StyledPieces[styles];
        for (int i = 0; i < styles; i++) {
            this.styles[i] = StyledPieces.of(i, !compact);
        }
        this.roomOfRow = Math.addExact(ROOM_OF_ROW, Math.multiplyExact(columns, roomOfCell()));
    }

    private static int roomOfCell() {
        int reference = "<c r=\"XFD1048576".length();
        return reference
                + StyledPieces.LONGEST
                + Math.max(Decimals.ROOM, Digits.ROOM)
                + TEXT_END.length()
                + RESULT.length()
                + Piece.TOUCHED;
    }

    /**
     * How rows are marked: where each begins and ends, and where the two fixed pieces of each cell do.
     *
     * @param columnsWithText for each column, whether it has texts, as far as is known
     * @return the layout for the buffer
     */
    public static RowLayout layout(boolean[] columnsWithText) {
        RowLayout layout = RowLayout.ofMarks(2 + 2 * columnsWithText.length);
        for (int i = 0; i < columnsWithText.length; i++) {
            if (columnsWithText[i]) {
                layout = layout.withTextAfter(2 + 2 * i);
            }
        }
        return layout;
    }

    /** Empties the buffer, and forgets what was encoded before. */
    public void clear() {
        buffer.clear();
        decimals.forget();
    }

    /** Leaves the rows without marks, as it must be when some of their cells were not written. */
    public void unmark() {
        buffer.unmark();
    }

    /**
     * Begins a row.
     *
     * @param number its number in the sheet, from 1 on
     */
    public void beginRow(int number) {
        row = number;
        rowDigitCount = Digits.putUpToEight(rowNumber, 0, number);
        referenceDigitCount = compact ? 0 : rowDigitCount;
        rowDigits = (long) Piece.WORD.get(rowNumber, 0);
        at = buffer.length();
        mark = buffer.markCount();
        marks = buffer.marks();
        bytes = buffer.room(at, roomOfRow);
        marks[mark++] = at;
        at = ROW.put(bytes, at);
        putRowNumber();
        end = ROW_OPENED;
    }

    /**
     * Which row was begun last.
     *
     * @return its number in the sheet
     */
    public int row() {
        return row;
    }

    /** Ends the row. */
    public void endRow() {
        marks[mark++] = at;
        at = ROW_END.put(bytes, end.put(bytes, at));
        buffer.endRow(at);
    }

    /**
     * An empty cell.
     *
     * @param column its column, from 0 on
     * @param style its style
     */
    public void blank(int column, int style) {
        open(column, styles[style].blank(), Piece.NOTHING);
    }

    /**
     * A boolean.
     *
     * @param column its column, from 0 on
     * @param style its style
     * @param value what it holds
     */
    public void bool(int column, int style, boolean value) {
        open(column, styles[style].bool(), VALUE_END);
        bytes[at++] = (byte) (value ? '1' : '0');
    }

    /**
     * A text.
     *
     * @param column its column, from 0 on
     * @param style its style
     * @param text what it holds, as it is
     * @return how many bytes it has
     */
    @CanIgnoreReturnValue
    public int text(int column, int style, String text) {
        StyledPieces pieces = styles[style];
        open(column, CellText.hasBlankEnds(text) ? pieces.textWithBlankEnds() : pieces.text(), TEXT_END);
        bytes = buffer.room(at, Math.addExact(roomOfRow, Math.multiplyExact(CellText.MOST_BYTES, text.length())));
        int start = at;
        at = CellText.put(bytes, start, text);
        return at - start;
    }

    /**
     * A whole number.
     *
     * @param column its column, from 0 on
     * @param style its style
     * @param number what it holds
     * @return how many characters it has
     */
    @CanIgnoreReturnValue
    public int integer(int column, int style, long number) {
        open(column, styles[style].number(), VALUE_END);
        int start = at;
        at = Digits.putLong(bytes, start, number);
        return at - start;
    }

    /**
     * A decimal number, given as a whole one.
     *
     * @param column its column, from 0 on
     * @param style its style
     * @param unscaled all its digits
     * @param scale how many of them are behind the point, 0 to 15
     * @return how many characters it has
     */
    public int decimal(int column, int style, long unscaled, int scale) {
        open(column, styles[style].number(), VALUE_END);
        int start = at;
        at = Decimals.putScaled(bytes, start, unscaled, scale);
        return at - start;
    }

    /**
     * A floating-point number, by the shortest decimal that is read back as the same.
     *
     * @param column its column, from 0 on
     * @param style its style
     * @param number what it holds; finite
     * @return how many characters it has
     */
    public int floating(int column, int style, double number) {
        open(column, styles[style].number(), VALUE_END);
        int start = at;
        at = decimals.put(bytes, start, number, column);
        return at - start;
    }

    /**
     * A formula.
     *
     * @param column its column, from 0 on
     * @param style its style
     * @param expression what is computed, without an equals sign before it
     * @param result what comes out of it, finite, if it is known
     * @return how many characters the result has
     */
    public int formula(int column, int style, String expression, OptionalDouble result) {
        open(column, styles[style].formula(), result.isPresent() ? VALUE_END : FORMULA_END);
        bytes = buffer.room(at, Math.addExact(roomOfRow, Math.multiplyExact(CellText.MOST_BYTES, expression.length())));
        at = CellText.putExpression(bytes, at, expression);
        if (result.isEmpty()) {
            return 0;
        }
        int start = RESULT.put(bytes, at);
        at = decimals.put(bytes, start, result.getAsDouble(), column);
        return at - start;
    }

    /**
     * A moment as Excel counts them: days, and parts of a day to eleven places, which is less than a microsecond. Where days
     * are few, as for a time of day, a double is finer than that, and LibreOffice shows what is below a second as the one
     * before: there it is the nearest double.
     *
     * @param column its column, from 0 on
     * @param style its style
     * @param day how many days, zero or more
     * @param millis and how many milliseconds of a day
     */
    public void moment(int column, int style, int day, int millis) {
        open(column, styles[style].number(), VALUE_END);
        if (day < FEW_DAYS) {
            at = decimals.put(bytes, at, day + (double) millis / MILLIS_OF_DAY, column);
        } else {
            long part = (millis * PLACES_OF_DAY + ROUNDING) / MILLIS_OF_DAY;
            at = Digits.putFraction(bytes, Digits.putUpToEight(bytes, at, day), part, DAY_PLACES);
        }
    }

    /** The end of the cell before, the reference of this one, and the rest of its opening. */
    private void open(int column, Piece opening, Piece closing) {
        byte[] target = bytes;
        marks[mark] = at;
        int position = references[column].put(target, end.put(target, at));
        Piece.WORD.set(target, position, rowDigits);
        position += referenceDigitCount;
        marks[mark + 1] = position;
        mark += 2;
        at = opening.put(target, position);
        end = closing;
    }

    private void putRowNumber() {
        Piece.WORD.set(bytes, at, rowDigits);
        at += rowDigitCount;
    }
}
