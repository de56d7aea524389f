package dev.errand.excel;

import dev.errand.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What concerns a whole workbook. Immutable. */
record WorkbookForm(
        String title,
        SheetOptions options,
        Optional<WorkbookPassword> password,
        Optional<ResumableFile> resumable,
        int sheetsAtOnce,
        Optional<Translation> language) {

    private static final int MOST_AT_ONCE = 64;

    WorkbookForm {
        if (password.isPresent() && resumable.isPresent()) {
            throw new InvalidInputException(
                    "workbook",
                    title,
                    "have a password or checkpoints, since what they keep would be plain on the disk");
        }
        if (sheetsAtOnce < 1 || sheetsAtOnce > MOST_AT_ONCE) {
            throw new InvalidInputException("sheets at once", sheetsAtOnce, "be 1 to " + MOST_AT_ONCE);
        }
        if (sheetsAtOnce > 1 && resumable.isPresent()) {
            throw new InvalidInputException(
                    "workbook",
                    title,
                    "have checkpoints or several sheets at once, since what is kept is one sheet after the other");
        }
    }

    static WorkbookForm of(String title) {
        return new WorkbookForm(
                title, SheetOptions.defaults(), Optional.empty(), Optional.empty(), 1, Optional.empty());
    }

    WorkbookForm with(SheetOptions changed) {
        return new WorkbookForm(title, changed, password, resumable, sheetsAtOnce, language);
    }

    WorkbookForm with(WorkbookPassword changed) {
        return new WorkbookForm(title, options, Optional.of(changed), resumable, sheetsAtOnce, language);
    }

    WorkbookForm with(ResumableFile changed) {
        return new WorkbookForm(title, options, password, Optional.of(changed), sheetsAtOnce, language);
    }

    WorkbookForm withSheetsAtOnce(int changed) {
        return new WorkbookForm(title, options, password, resumable, changed, language);
    }

    WorkbookForm in(Translation changed) {
        return new WorkbookForm(title, options, password, resumable, sheetsAtOnce, Optional.of(changed));
    }

    /** The sheets in the language of the workbook, if it has one; else each in its own. */
    List<SheetRows<?>> local(List<SheetRows<?>> sheets) {
        if (language.isEmpty()) {
            return List.copyOf(sheets);
        }
        List<SheetRows<?>> local = new ArrayList<>();
        sheets.forEach(sheet -> local.add(sheet.in(language.get())));
        return List.copyOf(local);
    }

    String fileName() {
        return options.fileName(language.map(known -> known.text(title)).orElse(title)) + ".xlsx";
    }
}
