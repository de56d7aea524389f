package dev.errand.excel;

import dev.errand.excel.batch.RowBatch;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/**
 * A row that is in the workbook, to know it again.
 *
 * @param number which it is among the rows of data, 1 for the first
 * @param checksum of what its cells hold
 */
record WrittenRow(long number, int checksum) {

    static final WrittenRow NONE = new WrittenRow(0, 0);

    static WrittenRow lastOf(RowBatch batch, long number) {
        return new WrittenRow(number, batch.checksumOfLastRow());
    }

    static WrittenRow read(DataInput saved) throws IOException {
        return new WrittenRow(saved.readLong(), saved.readInt());
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(number);
        out.writeInt(checksum);
    }
}
