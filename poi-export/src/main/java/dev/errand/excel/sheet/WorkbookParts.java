package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The small parts of a workbook, and what stands in a sheet before and after its rows (ECMA-376 part 1, sections
 * 18.2 and 18.3, and part 2 for the package).
 */
public final class WorkbookParts {

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006";
    private static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private static final int LONGEST_DIMENSION = "<dimension ref=\"A1:XFD1048576\"/>".length();

    private WorkbookParts() {}

    /**
     * The name of the part with the rows of a sheet.
     *
     * @param number its number in the workbook, from 1 on
     * @return such as {@code xl/worksheets/sheet1.xml}
     */
    public static String sheet(int number) {
        return "xl/" + sheetInWorkbook(number);
    }

    private static String sheetInWorkbook(int number) {
        return "worksheets/sheet" + number + ".xml";
    }

    /**
     * The types of all parts.
     *
     * @param sheets how many sheets there are
     * @return {@code [Content_Types].xml}
     */
    public static byte[] contentTypes(int sheets) {
        return part("""
                <Types xmlns="%s/content-types">\
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
                <Default Extension="xml" ContentType="application/xml"/>\
                <Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
                <Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/>\
                %s\
                <Override PartName="/xl/styles.xml" ContentType="%sstyles+xml"/>\
                </Types>""".formatted(PACKAGE, TYPE, forEachOf(sheets, WorkbookParts::typeOfSheet), TYPE));
    }

    private static String typeOfSheet(int number) {
        return "<Override PartName=\"/" + sheet(number) + "\" ContentType=\"" + TYPE + "worksheet+xml\"/>";
    }

    private static String forEachOf(int sheets, IntFunction<String> xml) {
        return IntStream.rangeClosed(1, sheets).mapToObj(xml).collect(Collectors.joining());
    }

    /**
     * Where the workbook and its properties are.
     *
     * @return {@code _rels/.rels}
     */
    public static byte[] packageRelations() {
        return part("""
                <Relationships xmlns="%s/relationships">\
                <Relationship Id="rId1" Type="%s/officeDocument" Target="xl/workbook.xml"/>\
                <Relationship Id="rId2" Type="%s/relationships/metadata/core-properties" Target="docProps/core.xml"/>\
                </Relationships>""".formatted(PACKAGE, OFFICE, PACKAGE));
    }

    /**
     * Where the sheets and the styles are.
     *
     * @param sheets how many sheets there are
     * @return {@code xl/_rels/workbook.xml.rels}
     */
    public static byte[] workbookRelations(int sheets) {
        return part("""
                <Relationships xmlns="%s/relationships">\
                %s\
                <Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>\
                </Relationships>""".formatted(PACKAGE, forEachOf(sheets, WorkbookParts::relationOfSheet), sheets + 1, OFFICE));
    }

    private static String relationOfSheet(int number) {
        return "<Relationship Id=\"rId" + number + "\" Type=\"" + OFFICE + "/worksheet\" Target=\""
                + sheetInWorkbook(number) + "\"/>";
    }

    /**
     * Who made the workbook, and when.
     *
     * @param creator the program
     * @param created when it began
     * @return {@code docProps/core.xml}
     */
    public static byte[] coreProperties(String creator, Instant created) {
        return part("""
                <cp:coreProperties xmlns:cp="%s/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" \
                xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">\
                <dc:creator>%s</dc:creator><dcterms:created xsi:type="dcterms:W3CDTF">%s</dcterms:created>\
                </cp:coreProperties>""".formatted(
                        PACKAGE,
                        CellText.attribute(creator),
                        DateTimeFormatter.ISO_INSTANT.format(created.truncatedTo(ChronoUnit.SECONDS))));
    }

    /**
     * The styles.
     *
     * @param styles all of them
     * @return {@code xl/styles.xml}
     */
    public static byte[] styles(StyleTable styles) {
        return part(styles.xml());
    }

    /**
     * The names of the sheets, and of what their filters cover.
     *
     * @param sheets all of them, in their order
     * @return {@code xl/workbook.xml}
     */
    public static byte[] workbook(List<SheetExtent> sheets) {
        return part("""
                <workbook xmlns="%s" xmlns:r="%s"><sheets>%s</sheets><definedNames>%s</definedNames></workbook>""".formatted(
                MAIN,
                OFFICE,
                forEachOf(
                        sheets.size(),
                        number -> "<sheet name=\""
                                + CellText.attribute(sheets.get(number - 1).name()) + "\" sheetId=\"" + number
                                + "\" r:id=\"rId" + number + "\"/>"),
                forEachOf(
                        sheets.size(),
                        number -> "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"" + (number - 1)
                                + "\" hidden=\"1\">"
                                + CellText.attribute(sheets.get(number - 1).absoluteRange())
                                + "</definedName>")));
    }

    /**
     * What stands in the sheet before its rows: of the same length whatever the widths and the number of rows, so that
     * it can be replaced when they are known.
     *
     * @param widths for each column, how many characters it shows: two digits
     * @param rows how many rows there are, with the headings
     * @param selected whether it is the sheet that is shown first: only one may be, or changes would go to all of them
     * @return the beginning of the sheet
     */
    public static byte[] sheetHead(int[] widths, int rows, boolean selected) {
        String dimension = "<dimension ref=\"" + CellReference.range(widths.length, rows) + "\"/>";
        StringBuilder head = new StringBuilder("<worksheet xmlns=\"" + MAIN + "\">")
                .append(dimension)
                .append(" ".repeat(LONGEST_DIMENSION - dimension.length()))
                .append("<sheetViews><sheetView" + (selected ? " tabSelected=\"1\"" : "") + " workbookViewId=\"0\">"
                        + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                        + "<selection pane=\"bottomLeft\"/></sheetView></sheetViews>"
                        + "<sheetFormatPr defaultRowHeight=\"15\"/><cols>");
        for (int i = 0; i < widths.length; i++) {
            head.append("<col min=\"").append(i + 1).append("\" max=\"").append(i + 1);
            head.append("\" width=\"").append(widths[i]).append("\" customWidth=\"1\"/>");
        }
        return part(head.append("</cols><sheetData>").toString());
    }

    /**
     * What stands in the sheet after its rows.
     *
     * @param columns how many columns it has
     * @param rows how many rows it has, with the headings
     * @return the end of the sheet
     */
    public static byte[] sheetTail(int columns, int rows) {
        return ("</sheetData><autoFilter ref=\"" + CellReference.range(columns, rows) + "\"/>"
                        + "<pageMargins left=\"0.7\" right=\"0.7\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/>"
                        + "</worksheet>")
                .getBytes(UTF_8);
    }

    private static byte[] part(String xml) {
        return (DECLARATION + xml).getBytes(UTF_8);
    }
}
