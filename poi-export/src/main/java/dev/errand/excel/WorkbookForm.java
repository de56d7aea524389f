package dev.errand.excel;

import dev.errand.InvalidInputException;
import java.util.Optional;

/** What concerns a whole workbook. Immutable. */
record WorkbookForm(
        String title,
        SheetOptions options,
        Optional<WorkbookPassword> password,
        Optional<ResumableFile> resumable,
        int sheetsAtOnce) {

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
        return new WorkbookForm(title, SheetOptions.defaults(), Optional.empty(), Optional.empty(), 1);
    }

    WorkbookForm with(SheetOptions changed) {
        return new WorkbookForm(title, changed, password, resumable, sheetsAtOnce);
    }

    WorkbookForm with(WorkbookPassword changed) {
        return new WorkbookForm(title, options, Optional.of(changed), resumable, sheetsAtOnce);
    }

    WorkbookForm with(ResumableFile changed) {
        return new WorkbookForm(title, options, password, Optional.of(changed), sheetsAtOnce);
    }

    WorkbookForm withSheetsAtOnce(int changed) {
        return new WorkbookForm(title, options, password, resumable, changed);
    }

    String fileName() {
        return options.fileName(title) + ".xlsx";
    }
}
