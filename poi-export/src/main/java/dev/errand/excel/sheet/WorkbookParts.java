package dev.errand.excel.sheet;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.IntFunction;

/**
 * The small parts of a workbook (ECMA-376 part 1, section 18.2, and part 2 for the package).
 */
public final class WorkbookParts {

    static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
    static final String MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    static final String OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    static final String PACKAGE = "http://schemas.openxmlformats.org/package/2006";
    static final String TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.";

    /** Has all formulas computed when the workbook is opened (ECMA-376 part 1, section 18.2.2). */
    private static final String COMPUTED = "<calcPr calcId=\"191029\" fullCalcOnLoad=\"1\"/>";

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

    /**
     * The name of the part with what a sheet refers to.
     *
     * @param number its number in the workbook, from 1 on
     * @return such as {@code xl/worksheets/_rels/sheet1.xml.rels}
     */
    public static String relationsOfSheet(int number) {
        return "xl/worksheets/_rels/sheet" + number + ".xml.rels";
    }

    private static String sheetInWorkbook(int number) {
        return "worksheets/sheet" + number + ".xml";
    }

    /**
     * The types of all parts.
     *
     * @param sheets all sheets, in their order
     * @return {@code [Content_Types].xml}
     */
    public static byte[] contentTypes(List<SheetExtent> sheets) {
        return part("<Types xmlns=\"" + PACKAGE + "/content-types\">"
                + "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                + "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
                + "<Override PartName=\"/docProps/core.xml\""
                + " ContentType=\"application/vnd.openxmlformats-package.core-properties+xml\"/>"
                + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" + TYPE + "sheet.main+xml\"/>"
                + forEachOf(sheets.size(), WorkbookParts::typeOfSheet)
                + "<Override PartName=\"/xl/styles.xml\" ContentType=\"" + TYPE + "styles+xml\"/>"
                + SheetNotes.contentTypes(sheets)
                + "</Types>");
    }

    private static String typeOfSheet(int number) {
        return "<Override PartName=\"/" + sheet(number) + "\" ContentType=\"" + TYPE + "worksheet+xml\"/>";
    }

    private static String forEachOf(int sheets, IntFunction<String> xml) {
        StringBuilder all = new StringBuilder();
        for (int number = 1; number <= sheets; number++) {
            all.append(xml.apply(number));
        }
        return all.toString();
    }

    /**
     * Where the workbook and its properties are.
     *
     * @return {@code _rels/.rels}
     */
    public static byte[] packageRelations() {
        return part("<Relationships xmlns=\"" + PACKAGE + "/relationships\">"
                + "<Relationship Id=\"rId1\" Type=\"" + OFFICE + "/officeDocument\" Target=\"xl/workbook.xml\"/>"
                + "<Relationship Id=\"rId2\" Type=\"" + PACKAGE + "/relationships/metadata/core-properties\""
                + " Target=\"docProps/core.xml\"/>"
                + "</Relationships>");
    }

    /**
     * Where the sheets and the styles are.
     *
     * @param sheets how many sheets there are
     * @return {@code xl/_rels/workbook.xml.rels}
     */
    public static byte[] workbookRelations(int sheets) {
        return part("<Relationships xmlns=\"" + PACKAGE + "/relationships\">"
                + forEachOf(sheets, WorkbookParts::relationOfSheet)
                + "<Relationship Id=\"rId" + (sheets + 1) + "\" Type=\"" + OFFICE + "/styles\" Target=\"styles.xml\"/>"
                + "</Relationships>");
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
        return part("<cp:coreProperties xmlns:cp=\"" + PACKAGE + "/metadata/core-properties\""
                + " xmlns:dc=\"http://purl.org/dc/elements/1.1/\" xmlns:dcterms=\"http://purl.org/dc/terms/\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\">"
                + "<dc:creator>" + CellText.attribute(creator) + "</dc:creator>"
                + "<dcterms:created xsi:type=\"dcterms:W3CDTF\">" + utc(created) + "</dcterms:created>"
                + "</cp:coreProperties>");
    }

    /** As {@code 2026-11-29T13:00:00Z}, without the formatters of the JDK, which take their time when they are made. */
    private static String utc(Instant moment) {
        LocalDateTime at = LocalDateTime.ofInstant(moment.truncatedTo(ChronoUnit.SECONDS), ZoneOffset.UTC);
        return at + (at.getSecond() == 0 ? ":00Z" : "Z");
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
        return part("<workbook xmlns=\"" + MAIN + "\" xmlns:r=\"" + OFFICE + "\"><sheets>"
                + forEachOf(sheets.size(), number -> sheetOf(sheets.get(number - 1), number))
                + "</sheets><definedNames>"
                + forEachOf(sheets.size(), number -> filterOf(sheets.get(number - 1), number))
                + "</definedNames>"
                + (sheets.stream().anyMatch(SheetExtent::computed) ? COMPUTED : "")
                + "</workbook>");
    }

    private static String sheetOf(SheetExtent sheet, int number) {
        return "<sheet name=\"" + CellText.attribute(sheet.name()) + "\" sheetId=\"" + number + "\" r:id=\"rId" + number
                + "\"/>";
    }

    private static String filterOf(SheetExtent sheet, int number) {
        return "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"" + (number - 1) + "\" hidden=\"1\">"
                + CellText.attribute(sheet.absoluteRange()) + "</definedName>";
    }

    /**
     * Where the links of a sheet lead, and where its notes are.
     *
     * @param number its number in the workbook, from 1 on
     * @param links the links
     * @param notes whether there are notes
     * @return the part {@link #relationsOfSheet}
     */
    public static byte[] relationsOfSheet(int number, SheetLinks links, boolean notes) {
        return part("<Relationships xmlns=\"" + PACKAGE + "/relationships\">"
                + (notes ? SheetNotes.relations(number) : "") + links.relations() + "</Relationships>");
    }

    private static byte[] part(String xml) {
        return (DECLARATION + xml).getBytes(UTF_8);
    }
}
