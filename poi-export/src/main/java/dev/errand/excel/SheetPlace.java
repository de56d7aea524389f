package dev.errand.excel;

import dev.errand.excel.batch.EncoderThreads;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.sheet.StyleTable;
import dev.errand.excel.zip.LargeEntry;
import java.io.DataInput;
import java.io.IOException;

/** Where a sheet is written, and what it shares with the other sheets of its workbook. */
interface SheetPlace {

    /** Begins the part with the rows. */
    LargeEntry begin(byte[] head) throws IOException;

    /** Goes on with the part of a sheet that was saved. */
    LargeEntry reopen(DataInput saved) throws IOException;

    /** Whether it is the sheet that is shown when the workbook is opened. */
    boolean isFirst();

    /** Refuses a file that is larger than it may be. */
    void requireRoom();

    StyleTable styles();

    EngineChoice engines();

    EncoderThreads threads();

    /** Whether it is saved from time to time how far the sheet has come. */
    boolean isSaved();

    boolean isTimeToSave();

    /** Makes sure of all that is written, now that the sheet has come to the end of a batch. */
    void save(SheetWriter<?> open) throws IOException;
}
