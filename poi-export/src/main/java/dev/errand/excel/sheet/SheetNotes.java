package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Notes on headings (ECMA-376 part 1, section 18.7). Excel wants each note twice: its text in one part, and in another a
 * box in VML (part 4, section 19.1) that appears when the mouse rests on the cell.
 */
public final class SheetNotes {

    static final String DRAWING_ID = "notes";

    private static final String DRAWING_TYPE = "<Default Extension=\"vml\""
            + " ContentType=\"application/vnd.openxmlformats-officedocument.vmlDrawing\"/>";
    private static final int COLUMNS_WIDE = 3;
    private static final int LINE = 32;
    private static final int LAST_COLUMN = 16_383;
    private static final int BLOCK = 1_024;
    private static final int FIRST_BOX = BLOCK + 1;

    private final List<SheetColumn> columns;
    private final int row;

    /**
     * The notes of a sheet.
     *
     * @param frame the sheet
     */
    public SheetNotes(SheetFrame frame) {
        this.columns = frame.columns();
        this.row = frame.headingRows();
    }

    /**
     * The name of the part with the texts.
     *
     * @param number the number of the sheet, from 1 on
     * @return such as {@code xl/comments1.xml}
     */
    public static String textsOf(int number) {
        return "xl/comments" + number + ".xml";
    }

    /**
     * The name of the part with the boxes.
     *
     * @param number the number of the sheet, from 1 on
     * @return such as {@code xl/drawings/vmlDrawing1.vml}
     */
    public static String drawingOf(int number) {
        return "xl/drawings/vmlDrawing" + number + ".vml";
    }

    /** The relations of a sheet with notes. */
    static String relations(int number) {
        return """
                <Relationship Id="%s" Type="%s/vmlDrawing" Target="/%s"/>\
                <Relationship Id="texts" Type="%s/comments" Target="/%s"/>""".formatted(
                        DRAWING_ID, WorkbookParts.OFFICE, drawingOf(number), WorkbookParts.OFFICE, textsOf(number));
    }

    /** The types of the parts of all sheets with notes. */
    static String contentTypes(List<SheetExtent> sheets) {
        StringBuilder texts = new StringBuilder();
        for (int number = 1; number <= sheets.size(); number++) {
            if (sheets.get(number - 1).notes()) {
                texts.append("<Override PartName=\"/").append(textsOf(number));
                texts.append("\" ContentType=\"" + WorkbookParts.TYPE + "comments+xml\"/>");
            }
        }
        return texts.isEmpty() ? "" : DRAWING_TYPE + texts;
    }

    /**
     * What they say.
     *
     * @return the part {@link #textsOf}
     */
    public byte[] texts() {
        StringBuilder xml = new StringBuilder(WorkbookParts.DECLARATION)
                .append("<comments xmlns=\"" + WorkbookParts.MAIN + "\"><authors><author/></authors><commentList>");
        for (int i = 0; i < columns.size(); i++) {
            String note = columns.get(i).note();
            if (!note.isEmpty()) {
                xml.append("<comment ref=\"").append(CellReference.of(i, row));
                xml.append("\" authorId=\"0\"><text><r><rPr><sz val=\"9\"/><rFont val=\"Tahoma\"/></rPr>");
                xml.append("<t xml:space=\"preserve\">")
                        .append(CellText.element(note))
                        .append("</t></r></text></comment>");
            }
        }
        return xml.append("</commentList></comments>").toString().getBytes(UTF_8);
    }

    /**
     * Where they appear.
     *
     * @return the part {@link #drawingOf}
     */
    public byte[] drawing() {
        StringBuilder xml = new StringBuilder("""
                <xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" \
                xmlns:x="urn:schemas-microsoft-com:office:excel">\
                <o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="%s"/></o:shapelayout>\
                <v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">\
                <v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>""".formatted(blocks()));
        for (int i = 0; i < columns.size(); i++) {
            if (!columns.get(i).note().isEmpty()) {
                xml.append(box(i));
            }
        }
        return xml.append("</xml>").toString().getBytes(UTF_8);
    }

    /** Which blocks of 1,024 numbers the boxes take. */
    private String blocks() {
        return IntStream.rangeClosed(1, (FIRST_BOX + columns.size()) / BLOCK)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(","));
    }

    /** A box at the right of its heading, or as far to the right as there are columns. */
    private String box(int column) {
        String note = columns.get(column).note();
        int lines = 2 + note.length() / LINE + (int) note.lines().count();
        int left = Math.min(column + 1, LAST_COLUMN - COLUMNS_WIDE);
        return """
                <v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;visibility:hidden" \
                fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>\
                <v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>\
                <v:textbox style="mso-direction-alt:auto"><div style="text-align:left"/></v:textbox>\
                <x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>\
                <x:Anchor>%d, 15, %d, 10, %d, 15, %d, 4</x:Anchor><x:AutoFill>False</x:AutoFill>\
                <x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData></v:shape>""".formatted(FIRST_BOX + column, left, row - 1, left + COLUMNS_WIDE, row - 1 + lines, row - 1, column);
    }
}
