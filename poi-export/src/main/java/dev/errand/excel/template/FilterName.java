package dev.errand.excel.template;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name under which a workbook knows the area of a filter (ECMA-376 part 1, section 18.2.5): some programs go by it, and not
 * by the filter.
 */
final class FilterName {

    private static final String NAME = "_xlnm._FilterDatabase";
    private static final Pattern AREA =
            Pattern.compile("(.*!\\$[A-Z]{1,3}\\$)([0-9]{1,7})(:\\$[A-Z]{1,3}\\$)[0-9]{1,7}");

    private FilterName() {}

    /** The part of a workbook in which the filter of a sheet that begins in the row of headings reaches down to another row. */
    static String grown(String workbook, int sheet, int headerRow, int lastRow) {
        StringBuilder grown = new StringBuilder();
        int from = 0;
        List<Tag> tags = Tags.of(workbook);
        for (int i = 0; i + 1 < tags.size(); i++) {
            if (isOf(tags.get(i), sheet)) {
                int start = tags.get(i).end();
                int end = tags.get(i + 1).start();
                Matcher area = AREA.matcher(workbook.substring(start, end));
                if (area.matches() && Integer.parseInt(area.group(2)) == headerRow) {
                    grown.append(workbook, from, start)
                            .append(area.group(1))
                            .append(headerRow)
                            .append(area.group(3))
                            .append(lastRow);
                    from = end;
                }
            }
        }
        return grown.append(workbook, from, workbook.length()).toString();
    }

    private static boolean isOf(Tag tag, int sheet) {
        return tag.opens("definedName")
                && !tag.isWhole()
                && tag.attribute("name").equals(Optional.of(NAME))
                && tag.attribute("localSheetId").equals(Optional.of(String.valueOf(sheet)));
    }
}
