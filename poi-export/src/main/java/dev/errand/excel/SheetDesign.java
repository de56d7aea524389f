package dev.errand.excel;

import dev.errand.InvalidInputException;
import dev.errand.excel.sheet.JointHeading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a sheet has beside its columns. Immutable.
 *
 * @param rowLooks looks of rows; of several that fit, the first one
 * @param zebra whether every second row is striped
 * @param joints headings over several columns
 * @param totals what stands below the columns, by their number
 */
record SheetDesign<T>(
        List<ConditionalLook<T>> rowLooks, boolean zebra, List<JointHeading> joints, Map<Integer, Total> totals) {

    static <T> SheetDesign<T> plain() {
        return new SheetDesign<>(List.of(), false, List.of(), Map.of());
    }

    SheetDesign<T> with(ConditionalLook<T> look) {
        Columns.requireRoomForLook(rowLooks.size());
        List<ConditionalLook<T>> more = new ArrayList<>(rowLooks);
        more.add(look);
        return new SheetDesign<>(List.copyOf(more), zebra, joints, totals);
    }

    SheetDesign<T> withZebra() {
        return new SheetDesign<>(rowLooks, true, joints, totals);
    }

    SheetDesign<T> with(JointHeading joint) {
        Columns.requireHeading(joint.text());
        if (joint.first() > joint.last()
                || joints.stream().anyMatch(other -> other.first() <= joint.last() && joint.first() <= other.last())) {
            throw new InvalidInputException(
                    "joint heading",
                    joint.text(),
                    "be over a column and others after it, none with a joint heading yet");
        }
        List<JointHeading> more = new ArrayList<>(joints);
        more.add(joint);
        return new SheetDesign<>(rowLooks, zebra, List.copyOf(more), totals);
    }

    SheetDesign<T> in(Translation language) {
        SheetDesign<T> untitled = new SheetDesign<>(rowLooks, zebra, List.of(), Map.of());
        for (JointHeading joint : joints) {
            untitled = untitled.with(new JointHeading(language.text(joint.text()), joint.first(), joint.last()));
        }
        SheetDesign<T> translated = untitled;
        for (Map.Entry<Integer, Total> total : totals.entrySet()) {
            translated = translated.withTotal(total.getKey(), total.getValue().in(language));
        }
        return translated;
    }

    /** All of it but the code of its conditions. */
    String description() {
        String below = new TreeMap<>(totals)
                .entrySet().stream()
                        .map(total -> total.getKey() + " " + total.getValue().description())
                        .collect(Collectors.joining(" "));
        return rowLooks.size() + " " + zebra + " " + joints + " " + below;
    }

    SheetDesign<T> withTotal(int column, Total total) {
        Map<Integer, Total> more = new TreeMap<>(totals);
        more.put(column, total);
        return new SheetDesign<>(rowLooks, zebra, joints, Map.copyOf(more));
    }
}
