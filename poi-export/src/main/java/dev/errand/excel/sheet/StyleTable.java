package dev.errand.excel.sheet;

import dev.errand.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The styles of one workbook: one for the headings, and one for each number format, all known before the first row, so
 * their number is bounded and does not depend on the values. Immutable, and safe to share between threads.
 */
public final class StyleTable {

    /** The style of headings: bold and white on blue. */
    public static final int HEADING = 1;

    private static final int MOST = 64_000;
    private static final int FIRST_CELL = 2;
    private static final int FIRST_OWN_FORMAT = 164;
    private static final String BORDERED = " borderId=\"1\" xfId=\"0\" applyBorder=\"1\"";

    /** Formats that need no definition, of those that look the same in every language (ECMA-376 part 1, 18.8.30). */
    private static final Map<String, Integer> BUILT_IN = Map.of(
            "General", 0, "0", 1, "0.00", 2, "#,##0", 3, "#,##0.00", 4, "0%", 9, "0.00%", 10, "0.00E+00", 11, "@", 49);

    private final Map<String, Integer> cells = new LinkedHashMap<>();

    /**
     * Styles for cells of these number formats.
     *
     * @param patterns the formats, as {@code #,##0.00}; each once or more
     * @throws InvalidInputException if there are more than a workbook holds
     */
    public StyleTable(List<String> patterns) {
        for (String pattern : patterns) {
            cells.putIfAbsent(pattern, FIRST_CELL + cells.size());
        }
        if (size() > MOST) {
            throw new InvalidInputException("number of cell styles", size(), "be at most " + MOST);
        }
    }

    /**
     * How many styles there are, with those of headings and of no cell at all.
     *
     * @return two or more
     */
    public int size() {
        return FIRST_CELL + cells.size();
    }

    /**
     * The style of a cell with thin borders and a number format.
     *
     * @param pattern one of the formats
     * @return its number
     */
    public int cell(String pattern) {
        Integer style = cells.get(pattern);
        if (style == null) {
            throw new InvalidInputException("cell format", pattern, "be one of those of the workbook");
        }
        return style;
    }

    /** The part {@code xl/styles.xml}. */
    String xml() {
        Map<String, Integer> formats = formats();
        String own = formats.entrySet().stream()
                .filter(format -> format.getValue() >= FIRST_OWN_FORMAT)
                .map(format -> "<numFmt numFmtId=\"" + format.getValue() + "\" formatCode=\""
                        + CellText.attribute(format.getKey()) + "\"/>")
                .collect(Collectors.joining());
        long ownCount =
                formats.values().stream().filter(id -> id >= FIRST_OWN_FORMAT).count();
        String xfs = cells.keySet().stream()
                .map(pattern -> "<xf numFmtId=\"" + formats.get(pattern)
                        + "\" applyNumberFormat=\"1\" fontId=\"0\" fillId=\"0\"" + BORDERED + "/>")
                .collect(Collectors.joining());
        return """
                <styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">\
                %s\
                <fonts count="2"><font><sz val="11"/><name val="Calibri"/><family val="2"/></font>\
                <font><b/><sz val="11"/><color rgb="FFFFFFFF"/><name val="Calibri"/><family val="2"/></font></fonts>\
                <fills count="3"><fill><patternFill patternType="none"/></fill>\
                <fill><patternFill patternType="gray125"/></fill>\
                <fill><patternFill patternType="solid"><fgColor rgb="FF4472C4"/><bgColor indexed="64"/></patternFill></fill></fills>\
                <borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>\
                <border><left style="thin"><color auto="1"/></left><right style="thin"><color auto="1"/></right>\
                <top style="thin"><color auto="1"/></top><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>\
                <cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>\
                <cellXfs count="%d"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>\
                <xf numFmtId="0" fontId="1" fillId="2"%s applyFont="1" applyFill="1"/>%s</cellXfs>\
                <cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>\
                </styleSheet>""".formatted(
                        ownCount == 0 ? "" : "<numFmts count=\"" + ownCount + "\">" + own + "</numFmts>",
                        size(),
                        BORDERED,
                        xfs);
    }

    private Map<String, Integer> formats() {
        Map<String, Integer> formats = new LinkedHashMap<>();
        int next = FIRST_OWN_FORMAT;
        for (String pattern : cells.keySet()) {
            Integer known = BUILT_IN.get(pattern);
            formats.put(pattern, known == null ? next++ : known);
        }
        return formats;
    }
}
