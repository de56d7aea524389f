package dev.errand.excel.sheet;

import dev.errand.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The styles of one workbook, all known before the first row, so their number is bounded and does not depend on the
 * values. Immutable, and safe to share between threads.
 */
public final class StyleTable {

    private static final int MOST = 64_000;

    /** By Excel's specifications and limits. */
    private static final int MOST_FONTS = 512;

    /** The differential format that gives cells borders, and leaves all else as it is. */
    static final int BORDERS_ONLY = 0;

    /** Style 0 is that of cells which are not there. */
    private static final int FIRST = 1;

    private static final int FIRST_OWN_FORMAT = 164;

    /** The first two fills belong to Excel. */
    private static final int FIRST_FILL = 2;

    /** Formats that need no definition, of those that look the same in every language (ECMA-376 part 1, 18.8.30). */
    private static final Map<String, Integer> BUILT_IN = Map.of(
            "General", 0, "0", 1, "0.00", 2, "#,##0", 3, "#,##0.00", 4, "0%", 9, "0.00%", 10, "0.00E+00", 11, "@", 49);

    private static final String FILLS_OF_EXCEL =
            "<fill><patternFill patternType=\"none\"/></fill>" + "<fill><patternFill patternType=\"gray125\"/></fill>";

    private static final String BORDER = """
            <border><left style="thin"><color auto="1"/></left><right style="thin"><color auto="1"/></right>\
            <top style="thin"><color auto="1"/></top><bottom style="thin"><color auto="1"/></bottom></border>""";

    private final Map<CellStyle, Integer> cells = new LinkedHashMap<>();
    private final Set<Paint> fonts = new LinkedHashSet<>(List.of(Paint.NONE));
    private final UnaryOperator<String> shown;

    /**
     * A table of these styles.
     *
     * @param styles each once or more
     * @param shown what is written for a number format, such as the same in another language
     * @throws InvalidInputException if there are more than a workbook holds
     */
    public StyleTable(List<CellStyle> styles, UnaryOperator<String> shown) {
        this.shown = shown;
        for (CellStyle style : styles) {
            add(style);
        }
    }

    /** Complains at once, whatever is still to come. */
    private void add(CellStyle style) {
        cells.putIfAbsent(style, FIRST + cells.size());
        if (size() > MOST) {
            throw new InvalidInputException("number of cell styles", size(), "be at most " + MOST);
        }
        if (fonts.add(style.paint().font()) && fonts.size() > MOST_FONTS) {
            throw new InvalidInputException(
                    "number of fonts, those of links included", fonts.size(), "be at most " + MOST_FONTS);
        }
    }

    /**
     * How many styles there are, with that of no cell at all.
     *
     * @return one or more
     */
    public int size() {
        return FIRST + cells.size();
    }

    /**
     * Finds a style.
     *
     * @param style one of those of the table
     * @return its number
     */
    public int number(CellStyle style) {
        Integer number = cells.get(style);
        if (number == null) {
            throw new InvalidInputException("cell style", style, "be one of those of the workbook");
        }
        return number;
    }

    /** The part {@code xl/styles.xml}. By loops, since streams take their time in the first export of a process. */
    String xml() {
        Map<String, Integer> formats = formats();
        List<String> fills = fills();
        StringBuilder xml = new StringBuilder("<styleSheet xmlns=\"" + WorkbookParts.MAIN + "\">");
        xml.append(numberFormats(formats));
        xml.append("<fonts count=\"").append(fonts.size()).append("\">");
        for (Paint font : fonts) {
            xml.append(font.fontXml());
        }
        xml.append("</fonts><fills count=\"").append(FIRST_FILL + fills.size()).append("\">" + FILLS_OF_EXCEL);
        for (String fill : fills) {
            xml.append(Paint.fillXml(fill));
        }
        xml.append("</fills><borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>" + BORDER);
        xml.append("</borders>")
                .append(
                        "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>")
                .append("<cellXfs count=\"")
                .append(size())
                .append("\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>")
                .append(cellFormats(formats, numbered(List.copyOf(fonts), 0), numbered(fills, FIRST_FILL)))
                .append(
                        "</cellXfs><cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles>")
                .append("<dxfs count=\"1\"><dxf>" + BORDER + "</dxf></dxfs></styleSheet>");
        return xml.toString();
    }

    private String numberFormats(Map<String, Integer> formats) {
        StringBuilder own = new StringBuilder();
        int count = 0;
        for (Map.Entry<String, Integer> format : formats.entrySet()) {
            if (format.getValue() >= FIRST_OWN_FORMAT) {
                String code = CellText.attribute(shown.apply(format.getKey()));
                own.append("<numFmt numFmtId=\"").append(format.getValue()).append("\" formatCode=\"");
                own.append(code).append("\"/>");
                count++;
            }
        }
        return count == 0 ? "" : "<numFmts count=\"" + count + "\">" + own + "</numFmts>";
    }

    private String cellFormats(Map<String, Integer> formats, Map<Paint, Integer> fonts, Map<String, Integer> fills) {
        StringBuilder xml = new StringBuilder();
        for (CellStyle style : cells.keySet()) {
            Paint paint = style.paint();
            int font = fonts.getOrDefault(paint.font(), 0);
            int fill = fills.getOrDefault(paint.fill(), 0);
            xml.append("<xf numFmtId=\"").append(formats.get(style.pattern())).append("\" applyNumberFormat=\"1\"");
            xml.append(" fontId=\"").append(font).append("\" fillId=\"").append(fill);
            xml.append("\" borderId=\"1\" xfId=\"0\" applyBorder=\"1\"");
            xml.append(font == 0 ? "" : " applyFont=\"1\"").append(fill == 0 ? "" : " applyFill=\"1\"");
            xml.append(style.placement().xml());
        }
        return xml.toString();
    }

    private Map<String, Integer> formats() {
        Map<String, Integer> formats = new LinkedHashMap<>();
        int next = FIRST_OWN_FORMAT;
        for (CellStyle style : cells.keySet()) {
            Integer known = BUILT_IN.get(style.pattern());
            if (formats.putIfAbsent(style.pattern(), known == null ? next : known) == null && known == null) {
                next++;
            }
        }
        return formats;
    }

    private List<String> fills() {
        Set<String> fills = new LinkedHashSet<>();
        for (CellStyle style : cells.keySet()) {
            fills.add(style.paint().fill());
        }
        fills.remove("");
        return List.copyOf(fills);
    }

    private static <K> Map<K, Integer> numbered(List<K> all, int first) {
        Map<K, Integer> numbers = new LinkedHashMap<>();
        for (K each : all) {
            numbers.put(each, first + numbers.size());
        }
        return numbers;
    }
}
