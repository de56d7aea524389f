package dev.errand.excel;

import dev.errand.TaskContext;
import dev.errand.progress.FailedItem;
import dev.errand.progress.Progress;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * How many rows of a source an attempt has seen, and which of them failed, so that the next one can say the same without
 * taking them again. For one thread.
 */
final class RowTally implements ErrorLog {

    private record FailedRow(long row, String sentence) {}

    private final List<FailedRow> kept = new ArrayList<>();
    private long failed;
    private long rows;

    RowTally() {}

    RowTally(DataInput saved) throws IOException {
        rows = saved.readLong();
        failed = saved.readLong();
        for (int rest = saved.readInt(); rest > 0; rest--) {
            kept.add(new FailedRow(saved.readLong(), saved.readUTF()));
        }
    }

    void save(DataOutput out) throws IOException {
        out.writeLong(rows);
        out.writeLong(failed);
        out.writeInt(kept.size());
        for (FailedRow each : kept) {
            out.writeLong(each.row);
            out.writeUTF(each.sentence);
        }
    }

    long rows() {
        return rows;
    }

    void seen(long count) {
        rows = count;
    }

    /** As many as a task keeps, and no more of each than it keeps. */
    @Override
    public void failed(long row, String sentence) {
        failed++;
        if (kept.size() < Progress.MAX_FAILED_ITEMS) {
            int length = Math.min(sentence.length(), FailedItem.MAX_MESSAGE_LENGTH);
            kept.add(new FailedRow(row, sentence.substring(0, length)));
        }
    }

    /** This one first, and then another one. */
    ErrorLog and(ErrorLog other) {
        return (row, sentence) -> {
            failed(row, sentence);
            other.failed(row, sentence);
        };
    }

    /** Counts all of it in the progress of a task. */
    void tell(TaskContext context) {
        ErrorLog log = ErrorLog.of(context);
        kept.forEach(each -> log.failed(each.row, each.sentence));
        context.progress().failed(failed - kept.size());
        context.progress().advance(rows - failed);
    }
}
