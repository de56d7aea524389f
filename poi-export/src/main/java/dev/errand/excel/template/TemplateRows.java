package dev.errand.excel.template;

import java.util.ArrayList;
import java.util.List;

/** Reads the rows of a sheet. */
final class TemplateRows {

    private final String xml;
    private final List<String> sharedTexts;
    private final List<TemplateRow> rows = new ArrayList<>();
    private List<TemplateRow.Cell> cells = List.of();
    private int row;
    private int column;
    private Tag cell = new Tag("c", "<c/>", 0);

    private TemplateRows(String xml, List<String> sharedTexts) {
        this.xml = xml;
        this.sharedTexts = sharedTexts;
    }

    static List<TemplateRow> of(String xml, List<Tag> tags, List<String> sharedTexts) {
        TemplateRows reader = new TemplateRows(xml, sharedTexts);
        boolean within = false;
        for (Tag tag : tags) {
            if (tag.name().equals("sheetData")) {
                within = !tag.isClosing() && !tag.isWhole();
            } else if (within) {
                reader.read(tag);
            }
        }
        return reader.rows;
    }

    private void read(Tag tag) {
        if (tag.opens("row")) {
            row = tag.attribute("r").map(Integer::parseInt).orElse(row + 1);
            column = -1;
            cells = new ArrayList<>();
        }
        if (tag.closes("row") || (tag.opens("row") && tag.isWhole())) {
            rows.add(new TemplateRow(row, tag.end(), cells));
        }
        if (tag.opens("c")) {
            cell = tag;
            column = tag.attribute("r").map(CellArea::column).orElse(column + 1);
        }
        if (tag.closes("c") || (tag.opens("c") && tag.isWhole())) {
            cells.add(cellUpTo(tag));
        }
    }

    private TemplateRow.Cell cellUpTo(Tag end) {
        String content = end.isClosing() ? xml.substring(cell.end(), end.start()) : "";
        List<Tag> tags = Tags.of(content);
        boolean computed = tags.stream().anyMatch(tag -> tag.opens("f"));
        boolean filled = computed || tags.stream().anyMatch(tag -> tag.opens("v") || tag.opens("is"));
        int style = cell.attribute("s").map(Integer::parseInt).orElse(0);
        return new TemplateRow.Cell(column, style, textOf(content, tags), filled, computed);
    }

    private String textOf(String content, List<Tag> tags) {
        return switch (cell.attribute("t").orElse("n")) {
            case "inlineStr" -> CellTexts.of(content);
            case "s" -> sharedTexts.get(Integer.parseInt(valueOf(content, tags)));
            case "str" -> Tag.decoded(valueOf(content, tags));
            default -> "";
        };
    }

    private static String valueOf(String content, List<Tag> tags) {
        int from = Tags.first(tags, tag -> tag.opens("v")).map(Tag::end).orElse(0);
        int to = Tags.first(tags, tag -> tag.closes("v")).map(Tag::start).orElse(from);
        return content.substring(from, to);
    }
}
