package dev.errand.excel;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.errand.Artifact;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Exports whose rows are encoded by several threads: what they leave behind, and how they end before their time. */
@Timeout(60)
class PipelineTest {

    private static final int MANY = 20_000;
    private static final ExcelSheet<Integer> SHEET = ExcelSheet.<Integer>named("Numbers")
            .column("Number", row -> row)
            .column("Text", row -> "row " + row)
            .workers(3);

    /** A thread that has ended its work may need a moment to be gone. */
    @AfterEach
    void leavesNoThread() throws InterruptedException {
        for (Thread thread : ours()) {
            thread.join(5_000);
        }
        assertThat(ours()).isEmpty();
    }

    @Test
    void aSourceThatThrowsEndsTheExport() throws IOException {
        IllegalStateException broken = new IllegalStateException("the source is gone");
        Iterator<Integer> rows = IntStream.range(0, MANY)
                .peek(row -> {
                    if (row == MANY - 7) {
                        throw broken;
                    }
                })
                .boxed()
                .iterator();

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> SHEET.write(rows, OutputStream.nullOutputStream()))
                .isSameAs(broken);
    }

    @Test
    void theFirstRowThatIsRefusedIsTold() {
        ExcelSheet<Integer> sheet = SHEET.column("Long", row -> row >= 10_000 ? "x".repeat(40_000) : "");

        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> sheet.write(rows().iterator(), OutputStream.nullOutputStream()))
                .withMessageContaining("text of row 10001, column \"Long\"");
    }

    @Test
    void anInterruptEndsTheExportAndStaysSet() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Thread exporting = Thread.ofVirtual().start(() -> {
            Iterator<Integer> rows = IntStream.range(0, MANY)
                    .peek(row -> {
                        if (row == MANY / 2) {
                            Thread.currentThread().interrupt();
                        }
                    })
                    .boxed()
                    .iterator();
            assertThatIOException().isThrownBy(() -> SHEET.write(rows, OutputStream.nullOutputStream()));
            if (Thread.currentThread().isInterrupted()) {
                interrupted.countDown();
            }
        });
        exporting.join();

        assertThat(interrupted.getCount()).isZero();
    }

    @Test
    void aCancelInTheMidstLeavesNothing() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> handle = tasks.submit("export", context -> {
                Stream<Integer> rows = IntStream.range(0, MANY).boxed().peek(row -> {
                    if (row == MANY / 2) {
                        half.countDown();
                        awaitQuietly(cancelled);
                    }
                });
                return SHEET.export(rows, context);
            });
            half.await();
            handle.cancel();
            cancelled.countDown();

            assertThat(handle.await(ofSeconds(20)).orElseThrow()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(handle.snapshot().artifacts()).isEmpty();
        }
    }

    @Test
    void manyAtOnceAreAllComplete() throws Exception {
        byte[] expected = Workbooks.sheetXml(Workbooks.bytes(SHEET, rows().iterator()));
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            List<TaskHandle<Artifact>> handles = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                handles.add(tasks.submit("export", context -> SHEET.export(rows(), context)));
            }
            for (TaskHandle<Artifact> handle : handles) {
                Outcome<Artifact> outcome = handle.await(ofSeconds(40)).orElseThrow();
                assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
                Artifact file = ((Outcome.Succeeded<Artifact>) outcome).result();
                try (InputStream in = tasks.artifacts().open(file)) {
                    assertThat(Workbooks.sheetXml(in.readAllBytes())).isEqualTo(expected);
                }
            }
        }
    }

    @Test
    void whatATargetThrowsIsPassedOn() {
        IOException full = new IOException("No space left on device");

        assertThatIOException()
                .isThrownBy(() -> SHEET.write(rows().iterator(), new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw full;
                    }
                }))
                .isSameAs(full);
    }

    private static List<Integer> rows() {
        return IntStream.range(0, MANY).boxed().toList();
    }

    private static List<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("errand-excel-"))
                .toList();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
