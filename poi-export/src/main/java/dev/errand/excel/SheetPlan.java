package dev.errand.excel;

import static java.util.Objects.requireNonNull;

import dev.errand.excel.batch.SheetForm;
import dev.errand.excel.sheet.CellStyle;
import dev.errand.excel.sheet.Paint;
import dev.errand.excel.sheet.SheetColumn;
import dev.errand.excel.sheet.SheetFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All that a sheet is told, and what follows from it for those who write it. Immutable. */
record SheetPlan<T>(
        String title,
        Columns<T> allColumns,
        SheetDesign<T> design,
        SheetOptions options,
        Optional<ResumableFile> resumable) {

    SheetPlan {
        requireNonNull(title, "title");
    }

    static <T> SheetPlan<T> of(String title, List<Column<T>> columns) {
        return new SheetPlan<>(
                title, Columns.of(columns), SheetDesign.plain(), SheetOptions.defaults(), Optional.empty());
    }

    SheetPlan<T> with(Columns<T> changed) {
        return new SheetPlan<>(title, changed, design, options, resumable);
    }

    SheetPlan<T> with(SheetDesign<T> changed) {
        return new SheetPlan<>(title, allColumns, changed, options, resumable);
    }

    SheetPlan<T> with(SheetOptions changed) {
        return new SheetPlan<>(title, allColumns, design, changed, resumable);
    }

    SheetPlan<T> with(ResumableFile changed) {
        return new SheetPlan<>(title, allColumns, design, options, Optional.of(changed));
    }

    SheetPlan<T> in(Translation language) {
        return new SheetPlan<>(
                language.text(title), allColumns.in(language), design.in(language), options.in(language), resumable);
    }

    List<Column<T>> columns() {
        return allColumns.all();
    }

    /** Whether its rows need nothing but their values. */
    boolean isPlain() {
        return looks().arePlain()
                && design.totals().isEmpty()
                && options.values().errors() == RowErrors.FAIL;
    }

    SheetFrame frame() {
        List<SheetColumn> forms = new ArrayList<>();
        for (Column<T> column : columns()) {
            forms.add(column.form());
        }
        return SheetFrame.of(forms, design.joints());
    }

    Looks<T> looks() {
        return new Looks<>(columns(), design);
    }

    /** For each column, the looks that its cells may have. */
    List<List<Paint>> palettes() {
        boolean marked = options.values().errors() == RowErrors.MARK;
        return looks().palettes(marked, !design.totals().isEmpty());
    }

    List<CellStyle> styles() {
        return SheetForm.styles(frame(), palettes());
    }

    /**
     * All that rows become different cells by, but for the code that takes their values: workbooks of plans that differ
     * in it have nothing in common.
     */
    String description() {
        String texts = columns().stream()
                .map(column -> column.style().format() + " " + column.looks().size())
                .collect(Collectors.joining(" "));
        return String.join(
                "\n",
                title,
                frame().toString(),
                palettes().toString(),
                texts,
                design.description(),
                options.values().description(),
                options.zone() + " " + options.limits().rowsOfSheet() + " " + options.compact() + options.language());
    }

    TotalsRow newTotals() {
        return new TotalsRow(design.totals(), columns().size(), options.zone());
    }
}
