package dev.errand.excel;

import dev.errand.excel.file.TemporaryFile;
import dev.errand.excel.zip.Spool;
import dev.errand.excel.zip.ZipPackage;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Writes several sheets of a workbook at once, each by a thread of its own that takes the values out of its rows. The
 * first one is written to its place; the others wait in a file until their turn has come, since a zip package has one
 * order, and how many sheets each of them becomes is known at its end. The thread that calls puts them together.
 *
 * <p>The first failure ends all of them. However it ends, no thread takes rows any more by then. For one thread, and once.
 */
final class SheetsAtOnce implements AutoCloseable {

    /** A sheet and its rows. */
    record Job<T>(ExcelSheet<T> sheet, RowSource<T> rows) {}

    /** What became of a job. */
    private record Part(long rows, List<SheetApart> apart) {}

    private final WorkbookWriter book;
    private final ExecutorService threads;
    private final Spool spool = new Spool(() -> TemporaryFile.open().channel());
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    SheetsAtOnce(WorkbookWriter book, int atOnce) {
        this.book = book;
        this.threads = Executors.newFixedThreadPool(
                atOnce,
                Thread.ofPlatform().daemon().name("errand-excel-sheet-", 1).factory());
    }

    /** Writes all of them, in their order, and tells how many rows they have. */
    long write(List<? extends Job<?>> jobs) throws IOException {
        List<Future<Part>> parts = new ArrayList<>();
        for (Job<?> job : jobs) {
            Callable<Part> writing = parts.isEmpty() ? () -> inPlace(job) : () -> apart(job);
            parts.add(threads.submit(() -> reportingFailure(writing)));
        }
        long rows = 0;
        for (int index = 0; index < parts.size(); index++) {
            Part part = await(parts.get(index));
            for (int i = 0; i < part.apart.size(); i++) {
                book.take(part.apart.get(i), index, i + 1);
            }
            rows += part.rows;
        }
        return rows;
    }

    private <T> Part inPlace(Job<T> job) throws IOException {
        return new Part(book.write(job.sheet, new Watched<>(job.rows, failure)), List.of());
    }

    private <T> Part apart(Job<T> job) throws IOException {
        RowSource<T> source = new Watched<>(job.rows, failure);
        List<SheetApart> written = new ArrayList<>();
        long seen = 0;
        try {
            Iterator<? extends T> rows = source.all();
            do {
                ZipPackage waiting = book.waiting(spool);
                SheetPlace place = new PlaceApart(book, waiting);
                try (SheetWriter<T> sheet =
                        new SheetWriter<>(job.sheet.plan(), place, seen, source.log(), Optional.empty())) {
                    sheet.writeAll(rows);
                    written.add(new SheetApart(waiting, sheet.finish()));
                    place.requireRoom();
                    seen = sheet.rowsSeen();
                }
            } while (rows.hasNext());
        } catch (IOException e) {
            throw OutputFile.temporaryFailure(e);
        }
        return new Part(seen, written);
    }

    /** The others end at their next row, or are interrupted where they wait for it. */
    private Part reportingFailure(Callable<Part> writing) throws Exception {
        try {
            return writing.call();
        } catch (Exception | Error e) {
            if (failure.compareAndSet(null, e)) {
                threads.shutdownNow();
            }
            throw e;
        }
    }

    private Part await(Future<Part> part) throws IOException {
        try {
            return part.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while sheets were written");
        } catch (ExecutionException e) {
            Throwable first = failure.get();
            throw rethrown(first == null ? e : first);
        }
    }

    private static IOException rethrown(Throwable failed) {
        return switch (failed) {
            case IOException e -> e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            default -> new IOException("a sheet cannot be written: " + failed, failed);
        };
    }

    /** Ends the threads and waits for it, as long as their sources let them wait; then nothing is left of what waited. */
    @Override
    public void close() throws IOException {
        failure.compareAndSet(null, new CancellationException("the workbook is not written any more"));
        threads.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = threads.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        spool.close();
    }

    /** Rows that come to an end when another sheet has failed. */
    private record Watched<T>(RowSource<T> source, AtomicReference<@Nullable Throwable> failure)
            implements RowSource<T> {

        @Override
        public Iterable<? extends T> rows() {
            return source.rows();
        }

        @Override
        public Iterator<? extends T> all() {
            return watched(source.all());
        }

        @Override
        public Iterator<? extends T> from(long row) {
            return watched(source.from(row));
        }

        @Override
        public Iterator<? extends T> goingOn(RowTally before, Iterator<? extends T> rest) {
            return watched(source.goingOn(before, rest));
        }

        @Override
        public void passOver(RowTally all) {
            source.passOver(all);
        }

        @Override
        public ErrorLog log() {
            return source.log();
        }

        private <R> Iterator<R> watched(Iterator<R> rows) {
            return new Iterator<>() {
                @Override
                public boolean hasNext() {
                    if (failure.get() != null) {
                        throw new CancellationException("another sheet has failed");
                    }
                    return rows.hasNext();
                }

                @Override
                public R next() {
                    return rows.next();
                }
            };
        }
    }
}
