package dev.errand.excel.batch;

import dev.errand.excel.sheet.RowEncoder;
import dev.errand.excel.zip.DeflatedBatch;
import dev.errand.excel.zip.RowLayout;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Batches on their way from rows to compressed bytes: encoded by several threads at once, and appended in their order by
 * the thread that hands them in. Only so many are under way that every worker has its next one; after that, handing in
 * blocks. Threads are needed from the first full batch on, so a small sheet starts none.
 */
public final class BatchPipeline implements AutoCloseable {

    /** Takes the compressed batches. */
    public interface Target {

        /**
         * Takes one.
         *
         * @param batch what to append; to be filled again afterwards
         * @throws IOException if it cannot be written
         */
        void append(DeflatedBatch batch) throws IOException;
    }

    private final EncoderThreads threads;
    private final RowForm form;
    private final EngineChoice engines;
    private final Target target;
    private final List<BatchEncoder> encoders = new ArrayList<>();
    private final Queue<BatchEncoder> idle = new ConcurrentLinkedQueue<>();
    private final Deque<Future<DeflatedBatch>> underWay = new ArrayDeque<>();
    private final Deque<DeflatedBatch> results = new ArrayDeque<>();
    private RowLayout layout = RowLayout.UNMARKED;
    private final ColumnWidths widthsBefore; // of whoever has encoded some rows and is not there any more
    private boolean hadLeftOut;

    /**
     * A pipeline for the rows of one sheet.
     *
     * @param threads encode the batches
     * @param form what the rows have in common
     * @param engines which engine compresses a batch
     * @param target takes the batches, in their order, on the thread that hands them in
     */
    public BatchPipeline(EncoderThreads threads, RowForm form, EngineChoice engines, Target target) {
        this.threads = threads;
        this.form = form;
        this.engines = engines;
        this.target = target;
        this.widthsBefore = new ColumnWidths(form.patterns());
        threads.enter();
    }

    /**
     * Begins; encodes the headings, if it is for us to write them, by the thread that calls.
     *
     * @param first the first batch, by which it is told which columns have texts; may be empty
     * @throws IOException if they cannot be appended
     */
    public void begin(RowBatch first) throws IOException {
        layout = RowEncoder.layout(first.columnsWithText());
        if (form instanceof SheetForm sheet) {
            BatchEncoder encoder = takeEncoder();
            append(encoder.headings(sheet, freeResult()));
            keep(encoder);
        }
    }

    /**
     * Goes on where another one has drained.
     *
     * @param first as for {@link #begin}
     * @param before how wide the columns were then
     */
    public void resume(RowBatch first, ColumnWidths before) {
        layout = RowEncoder.layout(first.columnsWithText());
        widthsBefore.include(before);
    }

    /**
     * Encodes a batch, or has it encoded. Blocks while too many are under way.
     *
     * @param batch some rows; not to be changed any more
     * @throws IOException if an earlier one cannot be appended, or the thread is interrupted
     */
    public void hand(RowBatch batch) throws IOException {
        if (threads.count() == 0) {
            encodeHere(batch);
            return;
        }
        while (underWay.size() >= threads.count() + EncoderThreads.MORE_THAN_WORKERS || firstIsDone()) {
            appendFirst();
        }
        DeflatedBatch result = freeResult();
        underWay.add(threads.submit(() -> encode(batch, result)));
    }

    /**
     * Encodes a small batch, by the thread that calls if nothing is under way.
     *
     * @param batch some rows; not to be changed any more
     * @throws IOException as {@link #hand}
     */
    public void handSmall(RowBatch batch) throws IOException {
        if (underWay.isEmpty()) {
            encodeHere(batch);
        } else {
            hand(batch);
        }
    }

    /**
     * Waits until everything is appended.
     *
     * @throws IOException as {@link #hand}
     */
    public void drain() throws IOException {
        while (!underWay.isEmpty()) {
            appendFirst();
        }
    }

    /**
     * Encodes the row of totals, by the thread that calls, after all else.
     *
     * @param sheet the form
     * @param values what stands in it, each one of {@link TakenValues} or a {@link KeptFormula}
     * @param row its number in the sheet
     * @throws IOException if it cannot be appended
     */
    public void end(SheetForm sheet, List<@Nullable Object> values, int row) throws IOException {
        drain();
        append(takeEncoder().totals(sheet, values, row, freeResult()));
    }

    /**
     * How wide the columns are, now that everything is appended.
     *
     * @return their widths
     */
    public ColumnWidths widths() {
        ColumnWidths all = new ColumnWidths(form.patterns());
        synchronized (encoders) {
            all.include(widthsBefore);
            for (BatchEncoder encoder : encoders) {
                all.include(encoder.widths());
            }
        }
        return all;
    }

    /**
     * Whether empty cells are not there in some row, now that everything is appended.
     *
     * @return true if their borders are to be drawn otherwise
     */
    public boolean hasLeftOut() {
        synchronized (encoders) {
            boolean leftOut = hadLeftOut;
            for (BatchEncoder encoder : encoders) {
                leftOut |= encoder.hasLeftOut();
            }
            return leftOut;
        }
    }

    private boolean firstIsDone() {
        Future<DeflatedBatch> first = underWay.peekFirst();
        return first != null && first.isDone();
    }

    private void encodeHere(RowBatch batch) throws IOException {
        append(encode(batch, freeResult()));
    }

    private DeflatedBatch encode(RowBatch batch, DeflatedBatch result) {
        BatchEncoder encoder = takeEncoder();
        DeflatedBatch encoded = encoder.rows(batch, result);
        keep(encoder);
        return encoded;
    }

    /** Keeps an encoder for the next batch, or, if other sheets need the memory too, no more than what it has seen. */
    private void keep(BatchEncoder encoder) {
        if (idle.size() < threads.encodersToKeep()) {
            idle.add(encoder);
            return;
        }
        synchronized (encoders) {
            encoders.remove(encoder);
            widthsBefore.include(encoder.widths());
            hadLeftOut |= encoder.hasLeftOut();
        }
        encoder.close();
    }

    private BatchEncoder takeEncoder() {
        BatchEncoder free = idle.poll();
        if (free != null) {
            return free;
        }
        BatchEncoder made = new BatchEncoder(form, layout, engines);
        synchronized (encoders) {
            encoders.add(made);
        }
        return made;
    }

    private DeflatedBatch freeResult() {
        DeflatedBatch free = results.poll();
        return free == null ? new DeflatedBatch() : free;
    }

    private void appendFirst() throws IOException {
        DeflatedBatch first = resultOf(underWay.getFirst()); // interrupted meanwhile, it is still under way
        underWay.removeFirst();
        append(first);
    }

    private void append(DeflatedBatch batch) throws IOException {
        target.append(batch);
        results.add(batch);
    }

    private static DeflatedBatch resultOf(Future<DeflatedBatch> future) throws IOException {
        try {
            return future.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while rows were encoded");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException("rows cannot be encoded: " + e.getCause(), e);
        }
    }

    /** Frees what the batches needed, when none is being encoded any more, which takes milliseconds. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        while (!underWay.isEmpty()) {
            interrupted |= waitForFirst();
        }
        threads.leave();
        synchronized (encoders) {
            for (BatchEncoder encoder : encoders) {
                encoder.close();
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits until the first batch is encoded or has failed, and forgets it. Tells whether it was interrupted instead. */
    private boolean waitForFirst() {
        try {
            DeflatedBatch unused = underWay.getFirst().get();
        } catch (InterruptedException e) {
            return true;
        } catch (ExecutionException failedToo) {
            underWay.removeFirst();
            return false;
        }
        underWay.removeFirst();
        return false;
    }
}
