package dev.errand.excel.template;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Formulas over rows that were filled in are computed when the workbook is opened (ECMA-376 part 1, section 18.2.2). */
final class Recalculation {

    private static final String WHEN = "fullCalcOnLoad";
    private static final Set<String> AFTERWARDS = Set.of(
            "oleSize",
            "customWorkbookViews",
            "pivotCaches",
            "smartTagPr",
            "smartTagTypes",
            "webPublishing",
            "fileRecoveryPr",
            "webPublishObjects",
            "extLst");

    private Recalculation() {}

    /** The workbook's part, with that said. */
    static String atOpening(String xml) {
        List<Tag> tags = Tags.of(xml);
        Optional<Tag> known = Tags.first(tags, tag -> tag.opens("calcPr"));
        if (known.isPresent()) {
            Tag tag = known.get();
            return xml.substring(0, tag.start()) + told(tag) + xml.substring(tag.end());
        }
        int at = Tags.first(tags, tag -> AFTERWARDS.contains(tag.name()) || tag.closes("workbook"))
                .map(Tag::start)
                .orElse(xml.length());
        return xml.substring(0, at) + "<calcPr " + WHEN + "=\"1\"/>" + xml.substring(at);
    }

    private static String told(Tag tag) {
        if (tag.attribute(WHEN).isPresent()) {
            return tag.with(WHEN, "1");
        }
        return "<calcPr " + WHEN + "=\"1\"" + tag.text().substring("<calcPr".length());
    }
}
