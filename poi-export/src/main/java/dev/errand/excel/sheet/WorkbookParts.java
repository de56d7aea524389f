package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;

/**
 * The small parts of a workbook with one sheet, and what stands before and after its rows (ECMA-376 part 1, sections
 * 18.2 and 18.3, and part 2 for the package).
 */
public final class WorkbookParts {

    /** The name of the part with the rows. */
    public static final String SHEET = "xl/worksheets/sheet1.xml";

    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    private static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    private static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    private static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006";
    private static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";
    private static final int LONGEST_DIMENSION = "<dimension ref=\"A1:XFD1048576\"/>".length();

    private WorkbookParts() {}

    /**
     * The types of all parts.
     *
     * @return {@code [Content_Types].xml}
     */
    public static byte[] contentTypes() {
        return part("""
                <Types xmlns="%s/content-types">\
                <Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>\
                <Default Extension="xml" ContentType="application/xml"/>\
                <Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>\
                <Override PartName="/xl/workbook.xml" ContentType="%ssheet.main+xml"/>\
                <Override PartName="/%s" ContentType="%sworksheet+xml"/>\
                <Override PartName="/xl/styles.xml" ContentType="%sstyles+xml"/>\
                </Types>""".formatted(PACKAGE, TYPE, SHEET, TYPE, TYPE));
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
     * Where the sheet and the styles are.
     *
     * @return {@code xl/_rels/workbook.xml.rels}
     */
    public static byte[] workbookRelations() {
        return part("""
                <Relationships xmlns="%s/relationships">\
                <Relationship Id="rId1" Type="%s/worksheet" Target="worksheets/sheet1.xml"/>\
                <Relationship Id="rId2" Type="%s/styles" Target="styles.xml"/>\
                </Relationships>""".formatted(PACKAGE, OFFICE, OFFICE));
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
     * The name of the sheet, and of what its filter covers.
     *
     * @param title the sheet's name, as Excel allows it
     * @param columns how many columns it has
     * @param rows how many rows it has, with the headings
     * @return {@code xl/workbook.xml}
     */
    public static byte[] workbook(String title, int columns, int rows) {
        String quoted = "'" + title.replace("'", "''") + "'";
        return part("""
                <workbook xmlns="%s" xmlns:r="%s"><sheets><sheet name="%s" sheetId="1" r:id="rId1"/></sheets>\
                <definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">%s!%s</definedName>\
                </definedNames></workbook>""".formatted(
                        MAIN,
                        OFFICE,
                        CellText.attribute(title),
                        CellText.attribute(quoted),
                        CellReference.absoluteRange(columns, rows)));
    }

    /**
     * What stands in the sheet before its rows: of the same length whatever the widths and the number of rows, so that
     * it can be replaced when they are known.
     *
     * @param widths for each column, how many characters it shows: two digits
     * @param rows how many rows there are, with the headings
     * @return the beginning of the sheet
     */
    public static byte[] sheetHead(int[] widths, int rows) {
        String dimension = "<dimension ref=\"" + CellReference.range(widths.length, rows) + "\"/>";
        StringBuilder head = new StringBuilder("<worksheet xmlns=\"" + MAIN + "\">")
                .append(dimension)
                .append(" ".repeat(LONGEST_DIMENSION - dimension.length()))
                .append("<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\">"
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
