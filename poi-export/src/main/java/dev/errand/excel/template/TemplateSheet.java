package dev.errand.excel.template;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The sheet of a template that is filled: rows go below its row of headings, in place of the first row of data, whose
 * styles they get. Immutable.
 *
 * <p>What grows with the rows is the dimension of the sheet, and filters and tables that begin in the row of headings.
 */
public final class TemplateSheet {

    private static final int LONGEST_DIMENSION = "<dimension ref=\"XFD1048576:XFD1048576\"/>".length();

    private final TemplateParts parts;
    private final String part;
    private final String xml;
    private final List<Tag> tags;
    private final List<String> tables;
    private final TemplateRow header;
    private final List<Integer> sources;
    private final List<Integer> styles;
    private final Tag end;

    private TemplateSheet(TemplateParts parts, String part, List<String> headings) {
        this.parts = parts;
        this.part = part;
        this.xml = parts.text(part);
        this.tags = Tags.of(xml);
        requireRoot();
        this.tables = parts.related(part, "table");
        this.end = Tags.first(tags, tag -> tag.closes("sheetData"))
                .orElseThrow(() -> new InvalidTemplate("sheet", "empty", "have a row of headings"));
        List<TemplateRow> rows = TemplateRows.of(xml, tags, parts.sharedTexts());
        this.header = headerAmong(rows, headings);
        Optional<TemplateRow> first =
                rows.stream().filter(row -> row.number() == header.number() + 1).findFirst();
        first.ifPresent(TemplateSheet::requireNoFormula);
        rows.stream().filter(row -> row.number() > header.number() + 1).forEach(TemplateSheet::requireEmpty);
        tables.forEach(this::requireNoTotals);
        tags.stream().filter(tag -> tag.opens("mergeCell")).forEach(this::requireAboveRows);
        List<Integer> columns = columnsOf(header, headings);
        this.sources = sources(columns, first);
        this.styles = styles(first);
        requireKnown(styles);
    }

    /**
     * Finds where rows go.
     *
     * @param parts the workbook
     * @param name which sheet; the first one if none is named
     * @param headings those of the columns that are filled, one or more
     * @return the sheet
     * @throws dev.errand.InvalidInputException if there is no such sheet, no row with all these headings, or something in
     *     the way below it
     */
    public static TemplateSheet in(TemplateParts parts, Optional<String> name, List<String> headings) {
        return new TemplateSheet(parts, parts.sheet(name), headings);
    }

    private void requireRoot() {
        Tag root = tags.getFirst();
        if (!root.name().equals("worksheet")) {
            throw new InvalidTemplate(
                    "sheet", root.name(), "be a worksheet whose tags have no prefix, as Excel writes it");
        }
    }

    private static TemplateRow headerAmong(List<TemplateRow> rows, List<String> headings) {
        return rows.stream()
                .filter(row -> !columnsOf(row, headings).contains(-1))
                .findFirst()
                .orElseThrow(
                        () -> new InvalidTemplate("headings", bestOf(rows, headings), "be in one row: " + headings));
    }

    /** The row that has most of them, to say what is missing. */
    private static List<String> bestOf(List<TemplateRow> rows, List<String> headings) {
        List<String> best = List.of();
        for (TemplateRow row : rows) {
            List<String> found = headings.stream()
                    .filter(heading -> row.columnOf(heading, List.of()) >= 0)
                    .toList();
            best = found.size() > best.size() ? found : best;
        }
        return best;
    }

    private static List<Integer> columnsOf(TemplateRow row, List<String> headings) {
        List<Integer> columns = new ArrayList<>();
        for (String heading : headings) {
            columns.add(row.columnOf(heading, columns));
        }
        return columns;
    }

    private static void requireNoFormula(TemplateRow row) {
        if (row.cells().stream().anyMatch(TemplateRow.Cell::computed)) {
            throw new InvalidTemplate(
                    "first row of data", "row " + row.number(), "have no formula, since it is not repeated by row");
        }
    }

    private static void requireEmpty(TemplateRow row) {
        if (row.isFilled()) {
            throw new InvalidTemplate("last row", row.number(), "be the first row of data: more rows would be lost");
        }
    }

    /** It would hide what is written into all of its cells but the first. */
    private void requireAboveRows(Tag merged) {
        String area = merged.required("ref");
        if (CellArea.of(area).lastRow() > header.number()) {
            throw new InvalidTemplate(
                    "merged cell", area, "end above the rows of data, in row " + header.number() + " or before");
        }
    }

    private static List<Integer> sources(List<Integer> columns, Optional<TemplateRow> first) {
        int last = columns.stream().mapToInt(Integer::intValue).max().orElse(0);
        int designed = first.stream()
                .flatMap(row -> row.cells().stream())
                .mapToInt(TemplateRow.Cell::column)
                .max()
                .orElse(0);
        List<Integer> sources = new ArrayList<>();
        for (int i = 0; i <= Math.max(last, designed); i++) {
            sources.add(columns.indexOf(i));
        }
        return List.copyOf(sources);
    }

    /** Those of the first row of data; where it has no cell, that of the column. */
    private List<Integer> styles(Optional<TemplateRow> first) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            int column = i;
            found.add(first.stream()
                    .flatMap(row -> row.cells().stream())
                    .filter(cell -> cell.column() == column)
                    .map(TemplateRow.Cell::style)
                    .findFirst()
                    .orElseGet(() -> styleOfColumn(column)));
        }
        return List.copyOf(found);
    }

    private void requireKnown(List<Integer> numbers) {
        int known = parts.styleCount();
        for (int number : numbers) {
            if (number < 0 || number >= known) {
                throw new InvalidTemplate("style of a cell", number, "be one of its " + known + " styles");
            }
        }
    }

    private int styleOfColumn(int column) {
        return tags.stream()
                .filter(tag -> tag.opens("col"))
                .filter(tag -> Integer.parseInt(tag.required("min")) <= column + 1
                        && Integer.parseInt(tag.required("max")) > column)
                .findFirst()
                .flatMap(tag -> tag.attribute("style"))
                .map(Integer::parseInt)
                .orElse(0);
    }

    /**
     * The name of its part.
     *
     * @return such as {@code xl/worksheets/sheet1.xml}
     */
    public String part() {
        return part;
    }

    /**
     * Where its headings are.
     *
     * @return the number of their row, from 1 on
     */
    public int headerRow() {
        return header.number();
    }

    /**
     * What its columns, from the first one on, are filled with.
     *
     * @return for each, the number of its heading; -1 if it stays empty
     */
    public List<Integer> sources() {
        return sources;
    }

    /**
     * How the cells of a row look.
     *
     * @return for each column, its style
     */
    public List<Integer> styles() {
        return styles;
    }

    /**
     * What stands before the rows, of the same length for any number of them.
     *
     * @param rows how many rows there are
     * @return the beginning of the part
     */
    public byte[] head(int rows) {
        String start = xml.substring(0, header.end());
        Tag dimension = Tags.first(tags, tag -> tag.opens("dimension")).orElse(null);
        if (dimension == null) {
            return start.getBytes(UTF_8);
        }
        CellArea before = CellArea.of(dimension.required("ref"));
        CellArea area = before.downTo(lastRow(rows)).including(sources.size() - 1);
        String grown = "<dimension ref=\"" + area + (dimension.isWhole() ? "\"/>" : "\">");
        return (start.substring(0, dimension.start())
                        + grown
                        + " ".repeat(LONGEST_DIMENSION - grown.length())
                        + start.substring(dimension.end()))
                .getBytes(UTF_8);
    }

    private int lastRow(int rows) {
        return header.number() + rows;
    }

    /**
     * What stands after the rows.
     *
     * @param rows how many rows there are
     * @return the end of the part
     */
    public byte[] tail(int rows) {
        String rest = xml.substring(end.start());
        return grown(rest, List.of("autoFilter"), lastRow(rows)).getBytes(UTF_8);
    }

    /**
     * Which other parts change with the rows.
     *
     * @return their names
     */
    public Set<String> changing() {
        Set<String> changing = new LinkedHashSet<>(tables);
        changing.add(parts.workbook());
        return changing;
    }

    /**
     * The other parts that change with the rows.
     *
     * @param rows how many rows there are
     * @param computed whether there are formulas among them
     * @return what they hold then, by the names of {@link #changing()}
     */
    public Map<String, byte[]> changed(int rows, boolean computed) {
        Map<String, byte[]> changed = new LinkedHashMap<>();
        for (String table : tables) {
            changed.put(
                    table,
                    grown(parts.text(table), List.of("table", "autoFilter"), lastRow(Math.max(1, rows)))
                            .getBytes(UTF_8));
        }
        String workbook = parts.workbook();
        String filtered =
                FilterName.grown(parts.text(workbook), parts.positionOf(part), header.number(), lastRow(rows));
        changed.put(
                workbook,
                (computed || parts.hasFormulas() ? Recalculation.atOpening(filtered) : filtered).getBytes(UTF_8));
        return changed;
    }

    private void requireNoTotals(String table) {
        boolean totals = Tags.of(parts.text(table)).stream()
                .filter(tag -> tag.opens("table"))
                .anyMatch(tag -> !tag.attribute("totalsRowCount").orElse("0").equals("0"));
        if (totals) {
            throw new InvalidTemplate("table", table, "have no row of totals, which would be written over");
        }
    }

    /** Elements with a reference that begins in the row of headings reach down to the last row. */
    private String grown(String text, List<String> elements, int lastRow) {
        StringBuilder grown = new StringBuilder();
        int from = 0;
        for (Tag tag : Tags.of(text)) {
            if (elements.stream().anyMatch(tag::opens) && tag.attribute("ref").isPresent()) {
                CellArea area = CellArea.of(tag.required("ref"));
                if (area.firstRow() == header.number()) {
                    grown.append(text, from, tag.start())
                            .append(tag.with("ref", area.downTo(lastRow).toString()));
                    from = tag.end();
                }
            }
        }
        return grown.append(text, from, text.length()).toString();
    }
}
