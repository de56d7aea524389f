package dev.errand.excel;

import dev.errand.InvalidInputException;
import dev.errand.excel.OutputFile.Content;
import dev.errand.excel.file.TemporaryFile;
import dev.errand.excel.poi.AgileEncryption;
import dev.errand.excel.poi.PoiLibrary;

/** A password that opens a workbook. Does not show itself. */
final class WorkbookPassword {

    private static final int LONGEST = 255;
    private static final int MOST_BYTES = Integer.MAX_VALUE;

    private final String password;

    WorkbookPassword(String password) {
        if (password.isEmpty() || password.length() > LONGEST) {
            throw new InvalidInputException(
                    "length of the password", password.length(), "be 1 to " + LONGEST + " characters");
        }
        PoiLibrary.require("workbook with a password");
        this.password = password;
    }

    /** Encrypts what is written: the plain workbook is a temporary file without a name. */
    Content around(Content content, Runnable beforeEach) {
        return target -> {
            try (TemporaryFile plain = TemporaryFile.open()) {
                long rows = content.writeTo(plain.channel());
                new SheetLimits(2, 0, MOST_BYTES)
                        .requireRoomForBytes(plain.channel().size());
                AgileEncryption.encrypt(plain, target, password, beforeEach);
                return rows;
            }
        };
    }
}
