package dev.errand.excel;

import dev.errand.TaskContext;
import dev.errand.excel.resume.RowsFrom;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.Collection;
import java.util.Iterator;

/** Where the rows of a sheet come from, and who is told how far they are. */
interface RowSource<T> {

    /** As they were handed over. */
    Iterable<? extends T> rows();

    /** All rows, counted one by one. */
    Iterator<? extends T> all();

    /** The rows from one on, 1 for the first; counted by nobody. There may be fewer than that. */
    Iterator<? extends T> from(long row);

    /** Counts rows that are not taken again, and from now on the rest. */
    Iterator<? extends T> goingOn(RowTally before, Iterator<? extends T> rest);

    /** Counts rows of which none is left. */
    void passOver(RowTally all);

    /** Is told of rows that fail. */
    ErrorLog log();

    /** Whether the rows can be asked for once more. */
    default boolean isRepeatable() {
        return !(rows() instanceof SingleUse);
    }

    /** That a row is not there any more: the export begins anew, or its next attempt if the rows cannot be asked for again. */
    default IOException changed(long row) {
        if (isRepeatable()) {
            return new StreamCorruptedException("row " + row + " is not the one that was written");
        }
        throw new ChangedRowException(row);
    }

    /** Rows that can be asked for once. */
    interface SingleUse<T> extends Iterable<T> {}

    /** Those of an iterator. */
    record Once<T>(Iterator<T> rows) implements SingleUse<T> {
        @Override
        public Iterator<T> iterator() {
            return rows;
        }
    }

    /** Rows that nobody counts. */
    record Uncounted<T>(Iterable<? extends T> rows) implements RowSource<T> {

        @Override
        public Iterator<? extends T> all() {
            return rows.iterator();
        }

        @Override
        public Iterator<? extends T> from(long row) {
            return beginning(rows, row, () -> {});
        }

        @Override
        public Iterator<? extends T> goingOn(RowTally before, Iterator<? extends T> rest) {
            return rest;
        }

        @Override
        public void passOver(RowTally all) {}

        @Override
        public ErrorLog log() {
            return ErrorLog.NONE;
        }
    }

    /** Rows that are the progress of a task. */
    record Counted<T>(Iterable<? extends T> rows, TaskContext context) implements RowSource<T> {

        @Override
        public Iterator<? extends T> all() {
            return context.over(rows).iterator();
        }

        @Override
        public Iterator<? extends T> from(long row) {
            return beginning(rows, row, context::checkCancelled);
        }

        @Override
        public Iterator<? extends T> goingOn(RowTally before, Iterator<? extends T> rest) {
            passOver(before);
            return context.over(rest);
        }

        @Override
        public void passOver(RowTally all) {
            if (rows instanceof Collection<?> known) {
                context.progress().expect(known.size());
            }
            all.tell(context);
        }

        @Override
        public ErrorLog log() {
            return ErrorLog.of(context);
        }
    }

    private static <T> Iterator<? extends T> beginning(Iterable<? extends T> rows, long row, Runnable beforeEach) {
        if (rows instanceof RowsFrom<? extends T> anywhere) {
            return anywhere.startingAt(row);
        }
        Iterator<? extends T> rest = rows.iterator();
        for (long passed = 1; passed < row && rest.hasNext(); passed++) {
            beforeEach.run();
            rest.next();
        }
        return rest;
    }
}
