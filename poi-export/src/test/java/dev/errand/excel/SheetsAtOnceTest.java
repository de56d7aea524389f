package dev.errand.excel;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import dev.errand.excel.batch.EngineChoice;
import dev.errand.excel.resume.Checkpoints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SheetsAtOnceTest {

    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-29T18:07:33Z"));

    /** A thread that has ended its work may need a moment to be gone. */
    @AfterEach
    void leavesNoThread() throws InterruptedException {
        for (Thread thread : ours()) {
            thread.join(5_000);
        }
        assertThat(ours()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"2, 0", "2, 1", "3, 2", "5, 3", "64, 2"})
    void theWorkbookIsTheSameAsOneSheetAfterTheOther(int atOnce, int workers) throws IOException {
        byte[] atTheSameTime = bytes(fiveSheets().workers(workers).sheetsAtOnce(atOnce));

        assertThat(atTheSameTime).isEqualTo(bytes(fiveSheets().workers(workers)));
    }

    @Test
    void sheetsThatGoOnInOthersKeepTheirPlacesAndNames() throws Exception {
        byte[] bytes = bytes(fiveSheets().sheetsAtOnce(3));

        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
            assertThat(book.getSheetName(0)).isEqualTo("First");
            assertThat(book.getSheetName(1)).isEqualTo("Second");
            assertThat(book.getSheetName(2)).isEqualTo("Second (3)");
            assertThat(book.getSheetName(3)).isEqualTo("Second (2)");
            assertThat(book.getSheetAt(2).getRow(1).getCell(0).getNumericCellValue())
                    .isEqualTo(3_000);
            assertThat(book.getSheet("Notes").getCellComments()).hasSize(1);
            assertThat(book.getSheet("Notes").getHyperlinkList()).hasSize(100);
        }
        assertThat(Schemas.errors(bytes, "/xl/worksheets/sheet3.xml")).isEmpty();
    }

    /** Each sheet waits in its first row until the other one is there too. */
    @Test
    void rowsOfOneSheetDoNotWaitForThoseOfAnother() throws IOException {
        CyclicBarrier both = new CyclicBarrier(2);
        List<Integer> rows = List.of(1, 2, 3);

        long written = ExcelWorkbook.named("Both")
                .sheet(meeting("One", both), rows)
                .sheet(meeting("Two", both), rows)
                .sheetsAtOnce(2)
                .write(OutputStream.nullOutputStream());

        assertThat(written).isEqualTo(6);
    }

    private static ExcelSheet<Integer> meeting(String title, CyclicBarrier barrier) {
        return ExcelSheet.<Integer>named(title).column("A", row -> {
            barrier.await();
            return row;
        });
    }

    @Test
    void noMoreSheetsAreOpenThanMayBeAtOnce() throws IOException {
        OpenSheets open = new OpenSheets();
        ExcelWorkbook book = ExcelWorkbook.named("Six").sheetsAtOnce(2);
        for (int i = 0; i < 6; i++) {
            book = book.sheet(
                    plain("Sheet " + i), () -> open.rows(numbers(5_000).iterator()));
        }

        assertThat(book.write(OutputStream.nullOutputStream())).isEqualTo(30_000);
        assertThat(open.most.get()).isEqualTo(2);
    }

    /** Each pair of sheets waits for one another, so that fewer would not be enough. */
    private static final class OpenSheets {

        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final CountDownLatch two = new CountDownLatch(2);

        Iterator<Integer> rows(Iterator<Integer> rows) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            two.countDown();
            awaitQuietly(two);
            return new Iterator<>() {
                private boolean ended;

                @Override
                public boolean hasNext() {
                    boolean more = rows.hasNext();
                    if (!more && !ended) {
                        ended = true;
                        now.decrementAndGet();
                    }
                    return more;
                }

                @Override
                public Integer next() {
                    return rows.next();
                }
            };
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void theSheetThatFailsEndsTheOthersAndSaysWhy(int broken) {
        IllegalStateException gone = new IllegalStateException("the source is gone");
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean closed = new AtomicBoolean();
        ExcelWorkbook book = ExcelWorkbook.named("Broken").sheetsAtOnce(3);
        for (int i = 0; i < 3; i++) {
            Stream<Integer> rows = i == broken
                    ? numbers(20_000).stream().peek(row -> failAt(row, gone))
                    : Stream.generate(() -> waitForever(never)).onClose(() -> closed.set(true));
            book = book.sheet(plain("Sheet " + i), rows);
        }
        ExcelWorkbook all = book;

        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> all.write(OutputStream.nullOutputStream()))
                .isSameAs(gone);
        assertThat(closed).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    private static void failAt(int row, RuntimeException failure) {
        if (row == 19_000) {
            throw failure;
        }
    }

    private static Integer waitForever(CountDownLatch never) {
        awaitQuietly(never);
        return 1;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** A source without an end, which does not heed interrupts, is ended between two rows. */
    @Test
    void aSheetThatIsNeverWithoutRowsEndsWithTheOthers() {
        ExcelWorkbook book = ExcelWorkbook.named("Endless")
                .sheet(plain("Endless"), Stream.generate(SheetsAtOnceTest::unheeding))
                .sheet(plain("Short").column("Inverse", row -> 1 / (row - 500)), numbers(1_000))
                .sheetsAtOnce(2);

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> book.write(OutputStream.nullOutputStream()));
    }

    private static Integer unheeding() {
        boolean unused = Thread.interrupted();
        return 1;
    }

    @Test
    void limitsCountWhatWaitsForItsTurn(@TempDir Path directory) {
        CountDownLatch never = new CountDownLatch(1);
        ExcelWorkbook book = ExcelWorkbook.named("Bytes")
                .sheet(plain("Waiting"), Stream.generate(() -> waitForever(never)))
                .sheet(plain("Endless"), Stream.generate(() -> 1))
                .atMostBytes(100_000)
                .sheetsAtOnce(2);

        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> book.write(directory.resolve("book.xlsx")))
                .withMessageContaining("must be at most 100000 in the whole file");
        assertThat(directory).isEmptyDirectory();
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> ExcelWorkbook.named("Rows")
                        .sheet(plain("One"), numbers(10))
                        .sheet(plain("Two").atMostRows(5), numbers(10).iterator())
                        .sheetsAtOnce(2)
                        .write(OutputStream.nullOutputStream()))
                .withMessage("number of rows is 6, but must be at most 5");
    }

    @Test
    void anInterruptEndsAllAndStaysSet() {
        Thread exporting = Thread.currentThread();
        CountDownLatch never = new CountDownLatch(1);
        ExcelWorkbook book = ExcelWorkbook.named("Interrupted")
                .sheet(plain("Waiting"), Stream.generate(() -> waitForever(never)))
                .sheet(plain("Interrupting"), numbers(3_000).stream().peek(row -> {
                    if (row == 2_000) {
                        exporting.interrupt();
                    }
                }))
                .sheetsAtOnce(2);

        assertThatIOException()
                .isThrownBy(() -> book.write(OutputStream.nullOutputStream()))
                .isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void aCancelEndsAllSheets() throws Exception {
        CountDownLatch half = new CountDownLatch(2);
        CountDownLatch cancelled = new CountDownLatch(1);
        ExcelSheet<Integer> waiting = plain("Number").column("Waiting", row -> {
            if (row == 1_000) {
                half.countDown();
                cancelled.await();
            }
            return row;
        });
        ExcelSheet<Integer> other = ExcelSheet.<Integer>named("Other").column("Waiting", row -> {
            if (row == 1_000) {
                half.countDown();
                cancelled.await();
            }
            return row;
        });
        ExcelWorkbook book = ExcelWorkbook.named("Cancelled")
                .sheet(waiting, numbers(20_000))
                .sheet(other, numbers(20_000))
                .sheetsAtOnce(2);
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> handle = tasks.submit("export", book::export);
            half.await();
            handle.cancel();
            cancelled.countDown();

            assertThat(handle.await(ofSeconds(20)).orElseThrow()).isInstanceOf(Outcome.Cancelled.class);
            assertThat(handle.snapshot().artifacts()).isEmpty();
        }
    }

    @Test
    void progressIsThatOfAllSheets() throws Exception {
        CountDownLatch half = new CountDownLatch(2);
        CountDownLatch goOn = new CountDownLatch(1);
        CellValue<Integer> waiting = row -> {
            if (row == 500) {
                half.countDown();
                goOn.await();
            }
            return row;
        };
        ExcelWorkbook book = ExcelWorkbook.named("Progress")
                .sheet(ExcelSheet.<Integer>named("One").column("A", waiting), numbers(1_000))
                .sheet(ExcelSheet.<Integer>named("Two").column("A", waiting), numbers(1_000))
                .sheet(
                        ExcelSheet.<Integer>named("Errors")
                                .column("A", row -> 1 / row)
                                .rowErrors(RowErrors.SKIP),
                        numbers(1_000))
                .sheetsAtOnce(2);
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> handle = tasks.submit("export", book::export);
            half.await();

            assertThat(handle.snapshot().progress().phase().name()).isEqualTo("writing sheets");
            assertThat(handle.snapshot().progress().units().total()).hasValue(3_000);
            assertThat(handle.snapshot().percent().orElseThrow()).isBetween(30, 33);
            goOn.countDown();

            Outcome<Artifact> outcome = handle.await(ofSeconds(20)).orElseThrow();
            assertThat(outcome).isInstanceOf(Outcome.Partial.class);
            assertThat(handle.snapshot().progress().done()).isEqualTo(2_999);
            assertThat(handle.snapshot().progress().units().failed()).isEqualTo(1);
            assertThat(handle.snapshot().percent()).hasValue(100);
        }
    }

    @Test
    void refusesWhatCannotBeAtOnce(@TempDir Path directory) {
        ExcelWorkbook book = ExcelWorkbook.named("Refused");

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> book.sheetsAtOnce(0))
                .withMessage("sheets at once is 0, but must be 1 to 64");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> book.sheetsAtOnce(2).resumable(Checkpoints.in(directory)))
                .withMessageContaining("checkpoints or several sheets at once");
    }

    private static ExcelWorkbook fiveSheets() {
        EngineChoice rows = EngineChoice.always(EngineChoice.Engine.ROWS);
        ExcelSheet<Integer> split = plain("Second").rowsOfSheet(3_001).engines(() -> rows);
        ExcelSheet<Integer> notes = ExcelSheet.<Integer>named("Notes")
                .column("Number", row -> row, ColumnStyle.plain().note("A running number"))
                .column("Link", row -> Hyperlink.to("https://example.org/" + row, "row " + row));
        return ExcelWorkbook.named("Five")
                .sheet(plain("First"), numbers(10))
                .sheet(split, numbers(5_000).iterator())
                .sheet(plain("Second (2)"), List.of())
                .sheet(notes, numbers(100))
                .sheet(plain("Last"), numbers(40_000).stream())
                .engines(() -> rows)
                .clock(CLOCK);
    }

    private static ExcelSheet<Integer> plain(String title) {
        return ExcelSheet.<Integer>named(title)
                .column("Number", row -> row)
                .column("Text", row -> "text of row " + row + ", " + Integer.toHexString(row * 0x9e3779b9));
    }

    private static List<Integer> numbers(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    private static byte[] bytes(ExcelWorkbook book) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        book.write(out);
        return out.toByteArray();
    }

    private static List<Thread> ours() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("errand-excel-"))
                .toList();
    }
}
