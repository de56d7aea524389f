package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What stands in a sheet before and after its rows (ECMA-376 part 1, section 18.3.1.99).
 *
 * @param columns its columns, one or more
 * @param joints headings over several columns, in the first row; the others follow in the second then
 * @param locked whether the sheet is protected, without a password
 */
public record SheetFrame(List<SheetColumn> columns, List<JointHeading> joints, boolean locked) {

    private static final int LONGEST_DIMENSION = "<dimension ref=\"A1:XFD1048576\"/>".length();

    /** What may be done although the sheet is protected: what does not change a cell. */
    private static final String PROTECTION = "<sheetProtection sheet=\"1\" objects=\"1\" scenarios=\"1\""
            + " formatColumns=\"0\" formatRows=\"0\" sort=\"0\" autoFilter=\"0\"/>";

    /**
     * A frame whose cells fit together: where one column wraps its texts, all stand at the top of their rows, and where
     * one is locked, the others are not.
     *
     * @param columns its columns, of which those that are not unlocked are to be locked
     * @param joints headings over several columns
     * @return the frame
     */
    public static SheetFrame of(List<SheetColumn> columns, List<JointHeading> joints) {
        boolean wrapped = false;
        boolean locked = false;
        for (SheetColumn column : columns) {
            wrapped |= column.placement().wrapped();
            locked |= !column.placement().unlocked();
        }
        List<SheetColumn> fitting = new ArrayList<>();
        for (SheetColumn column : columns) {
            fitting.add(column.placed(column.placement().in(wrapped, locked)));
        }
        return new SheetFrame(fitting, joints, locked);
    }

    /**
     * How many rows stand above the data.
     *
     * @return one, or two with joint headings
     */
    public int headingRows() {
        return joints.isEmpty() ? 1 : 2;
    }

    /**
     * Whether something is said about a heading.
     *
     * @return true if there are notes
     */
    public boolean hasNotes() {
        for (SheetColumn column : columns) {
            if (!column.note().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /**
     * What the filter covers: the headings and the rows of data.
     *
     * @param lastRow the last row of data, or of headings if there is none
     * @return as {@code A1:J100}
     */
    public String filterRange(int lastRow) {
        return CellReference.of(0, headingRows()) + ":" + CellReference.of(columns.size() - 1, lastRow);
    }

    /**
     * The cells of a column, without the headings.
     *
     * @param column the column, from 0 on
     * @param lastRow the last row of data
     * @return as {@code C2:C100}
     */
    public String dataRange(int column, int lastRow) {
        return CellReference.of(column, headingRows() + 1) + ":" + CellReference.of(column, lastRow);
    }

    /**
     * What stands in the sheet before its rows: of the same length whatever the widths and the number of rows, so that
     * it can be replaced when they are known.
     *
     * @param widths for each column, how many characters its values show: two digits; those of columns with a width of
     *     their own do not matter
     * @param lastRow the last row of all
     * @param selected whether it is the sheet that is shown first: only one may be, or changes would go to all of them
     * @return the beginning of the sheet
     */
    public byte[] head(int[] widths, int lastRow, boolean selected) {
        String dimension = "<dimension ref=\"" + CellReference.range(columns.size(), lastRow) + "\"/>";
        int split = headingRows();
        StringBuilder head = new StringBuilder(WorkbookParts.DECLARATION)
                .append("<worksheet xmlns=\"" + WorkbookParts.MAIN + "\" xmlns:r=\"" + WorkbookParts.OFFICE + "\">")
                .append(dimension)
                .append(" ".repeat(LONGEST_DIMENSION - dimension.length()))
                .append("<sheetViews><sheetView" + (selected ? " tabSelected=\"1\"" : ""))
                .append(" workbookViewId=\"0\"><pane ySplit=\"")
                .append(split)
                .append("\" topLeftCell=\"A")
                .append(split + 1)
                .append("\" activePane=\"bottomLeft\" state=\"frozen\"/>")
                .append("<selection pane=\"bottomLeft\"/></sheetView></sheetViews>")
                .append("<sheetFormatPr defaultRowHeight=\"15\"/><cols>");
        for (int i = 0; i < widths.length; i++) {
            SheetColumn column = columns.get(i);
            head.append("<col min=\"").append(i + 1).append("\" max=\"").append(i + 1);
            head.append("\" width=\"").append(column.width().orElse(widths[i]));
            head.append(column.hidden() ? "\" hidden=\"1" : "").append("\" customWidth=\"1\"/>");
        }
        return head.append("</cols><sheetData>").toString().getBytes(UTF_8);
    }

    /**
     * What stands in the sheet after its rows.
     *
     * @param lastRow the last row of data, or of headings if there is none
     * @param links the hyperlinks
     * @param leftOut whether empty cells are not there in some row: their borders are drawn by a conditional format then,
     *     whose condition always holds
     * @return the end of the sheet
     */
    public byte[] tail(int lastRow, SheetLinks links, boolean leftOut) {
        return ("</sheetData>"
                        + (locked ? PROTECTION : "")
                        + "<autoFilter ref=\"" + filterRange(lastRow) + "\"/>"
                        + merges()
                        + (leftOut ? borders(lastRow) : "")
                        + links.xml()
                        + "<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/>"
                        + (hasNotes() ? "<legacyDrawing r:id=\"" + SheetNotes.DRAWING_ID + "\"/>" : "")
                        + "</worksheet>")
                .getBytes(UTF_8);
    }

    private String borders(int lastRow) {
        String cells = CellReference.of(0, headingRows() + 1) + ":" + CellReference.of(columns.size() - 1, lastRow);
        return "<conditionalFormatting sqref=\"" + cells + "\"><cfRule type=\"expression\" dxfId=\""
                + StyleTable.BORDERS_ONLY
                + "\" priority=\"1\"><formula>TRUE</formula></cfRule></conditionalFormatting>";
    }

    private String merges() {
        if (joints.isEmpty()) {
            return "";
        }
        List<JointHeading> wide =
                joints.stream().filter(joint -> joint.first() < joint.last()).toList();
        return wide.isEmpty()
                ? ""
                : wide.stream()
                        .map(joint -> "<mergeCell ref=\"" + CellReference.of(joint.first(), 1) + ":"
                                + CellReference.of(joint.last(), 1) + "\"/>")
                        .collect(Collectors.joining("", "<mergeCells count=\"" + wide.size() + "\">", "</mergeCells>"));
    }
}
