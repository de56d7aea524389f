package dev.errand.excel;

import dev.errand.TaskContext;
import java.io.IOException;
import java.util.Collection;
import java.util.Iterator;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A sheet with the rows that go into it. */
record SheetRows<T>(ExcelSheet<T> sheet, Iterable<? extends T> rows) {

    /** A stream for one loop, which is closed after it. */
    private record Streamed<T>(Stream<T> stream) implements RowSource.SingleUse<T> {
        @Override
        public Iterator<T> iterator() {
            return stream.sequential().iterator();
        }
    }

    /** Rows that do not say how many there are. */
    private record Uncounted<T>(Iterable<T> rows) implements Iterable<T> {
        @Override
        public Iterator<T> iterator() {
            return rows.iterator();
        }
    }

    static <T> SheetRows<T> of(ExcelSheet<T> sheet, Stream<? extends T> rows) {
        return new SheetRows<>(sheet, new Streamed<>(rows));
    }

    SheetRows<T> in(Translation language) {
        return new SheetRows<>(sheet.in(language), rows);
    }

    /** How many rows there are, if that is known. */
    OptionalLong count() {
        return rows instanceof Collection<?> known ? OptionalLong.of(known.size()) : OptionalLong.empty();
    }

    void requireRoom() {
        count().ifPresent(sheet.options().limits()::requireRoomForRows);
    }

    long writeTo(WorkbookWriter writer) throws IOException {
        return writer.write(sheet, new RowSource.Uncounted<>(rows));
    }

    /** What a task is busy with meanwhile. */
    String phase() {
        return "writing " + sheet.title();
    }

    /** Writes them, counted as progress of their phase. */
    long writeTo(WorkbookWriter writer, TaskContext context) throws IOException {
        return writer.write(
                sheet,
                new RowSource.Counted<>(rows, context),
                () -> context.progress().phase(phase()));
    }

    /** To be written at the same time as others, which are expected all at once and not one by one. */
    SheetsAtOnce.Job<T> job(Optional<TaskContext> task) {
        Iterable<? extends T> uncounted = new Uncounted<>(rows);
        return new SheetsAtOnce.Job<>(
                sheet,
                task.isPresent()
                        ? new RowSource.Counted<T>(uncounted, task.get())
                        : new RowSource.Uncounted<T>(uncounted));
    }

    /** Closes the stream, if it is one. */
    void close() {
        if (rows instanceof Streamed<?> streamed) {
            streamed.stream().close();
        }
    }
}
