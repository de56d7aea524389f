package dev.errand.excel;

import dev.errand.excel.batch.EncoderThreads;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.sheet.StyleTable;
import dev.errand.excel.zip.LargeEntry;
import dev.errand.excel.zip.ZipPackage;
import java.io.DataInput;
import java.io.IOException;

/** Where a sheet is written before its turn. For one thread, and one sheet. */
final class PlaceApart implements SheetPlace {

    private final WorkbookWriter book;
    private final ZipPackage rows;
    private long counted;

    PlaceApart(WorkbookWriter book, ZipPackage rows) {
        this.book = book;
        this.rows = rows;
    }

    @Override
    public LargeEntry begin(byte[] head) throws IOException {
        return rows.beginWaiting(head);
    }

    @Override
    public LargeEntry reopen(DataInput saved) {
        throw new IllegalStateException("a sheet that is written apart is not saved");
    }

    @Override
    public boolean isFirst() {
        return false;
    }

    @Override
    public void requireRoom() {
        long more = rows.size() - counted;
        counted += more;
        book.requireRoomApart(more);
    }

    @Override
    public StyleTable styles() {
        return book.styles();
    }

    @Override
    public EngineChoice engines() {
        return book.engines();
    }

    @Override
    public EncoderThreads threads() {
        return book.threads();
    }

    @Override
    public boolean isSaved() {
        return false;
    }

    @Override
    public boolean isTimeToSave() {
        return false;
    }

    @Override
    public void save(SheetWriter<?> open) {
        throw new IllegalStateException("a sheet that is written apart is not saved");
    }
}
