package dev.errand.excel;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.event.TaskEvent;
import dev.errand.excel.resume.Checkpoints;
import dev.errand.excel.resume.RowsFrom;
import dev.errand.progress.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks whose exports were interrupted: what the next attempt does, and what their owner is told. */
@Timeout(180)
class ResumedTaskTest {

    private static final int ROWS = 2_000;
    private static final int FAILED = ROWS / 23;
    private static final TaskType<Void, Artifact> EXPORT =
            TaskType.named("export", Void.class, Artifact.class).retrying(Retry.fixed(3, ofMillis(1)));

    @TempDir
    private Path directory;

    private final ResumeSample sample = new ResumeSample(700);
    private final ExcelSheet<Integer> sheet = sample.sheet();

    private Checkpoints checkpoints() {
        return Checkpoints.in(directory);
    }

    @Test
    void aRetryGoesOnWhereTheSourceFailed() throws Exception {
        ExcelSheet<Integer> resumable = sheet.resumable(checkpoints());

        Export done = export((context, attempt) -> resumable.export(
                rows(row -> {
                    if (attempt < 3 && row == 600 * attempt) {
                        throw new IllegalStateException("the database is away");
                    }
                }),
                context));

        assertThat(sample.taken).as("and one to know again in each attempt").hasValue(ROWS + 2);
        assertThat(done.parts()).isEqualTo(plain());
        done.requireProgress(ROWS);
        assertThat(ResumeSample.files(directory)).isEmpty();
    }

    @Test
    void aPausedTaskGoesOnWhereItWas() throws Exception {
        ExcelSheet<Integer> resumable = sheet.resumable(checkpoints());
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch paused = new CountDownLatch(1);
        TaskEngineBuilder builder = TaskEngine.builder().listener(event -> {
            if (event instanceof TaskEvent.Paused) {
                paused.countDown();
            }
        });
        try (TaskEngine tasks = builder.build()) {
            TaskHandle<Artifact> handle = tasks.submit(
                    "export",
                    context -> resumable.export(
                            rows(row -> {
                                if (row == 1_000 && context.attempt() == 1) {
                                    half.countDown();
                                    await(asked);
                                }
                            }),
                            context));
            await(half);
            assertThat(handle.pause()).isTrue();
            asked.countDown();
            await(paused);
            assertThat(handle.resume()).isTrue();

            Export done = ended(tasks, handle);

            assertThat(sample.taken).hasValueLessThanOrEqualTo(ROWS + 1);
            assertThat(done.parts()).isEqualTo(plain());
            done.requireProgress(ROWS);
        }
    }

    @Test
    void rowsThatCanBeginAnywhereAreNotPassedOver() throws Exception {
        List<Long> begun = new ArrayList<>();
        List<Integer> all = IntStream.rangeClosed(1, ROWS).boxed().toList();
        ExcelSheet<Integer> resumable = sheet.resumable(checkpoints());

        Export done = export((context, attempt) -> {
            RowsFrom<Integer> rows = first -> {
                begun.add(first);
                return failing(all.subList((int) first - 1, ROWS).iterator(), attempt == 1 ? 1_234 : -1);
            };
            return resumable.export(rows, context);
        });

        assertThat(done.parts()).isEqualTo(plain());
        assertThat(begun).containsExactly(1L, 1_233L);
        done.requireProgress(ROWS);
    }

    @Test
    void sheetsThatWereCompleteAreNotAskedForAgain() throws Exception {
        ExcelWorkbook workbook = ExcelWorkbook.named("All").resumable(checkpoints());
        List<String> asked = new ArrayList<>();

        Export done = export((context, attempt) -> workbook.sheet(sheet, told(asked, "first", -1))
                .sheet(second(), told(asked, "second", attempt == 1 ? 900 : -1))
                .export(context));

        assertThat(asked).containsExactly("first", "second", "second");
        assertThat(done.parts()).isEqualTo(plainWorkbook());
        assertThat(done.progress.failed()).as("in both sheets").isEqualTo(2 * FAILED);
    }

    @Test
    void rowsThatHaveBecomeOthersAreWrittenFromTheFirstOn() throws Exception {
        ExcelSheet<Integer> resumable = sheet.resumable(checkpoints());

        Export done = export((context, attempt) -> {
            List<Integer> shifted =
                    IntStream.rangeClosed(attempt, attempt + ROWS - 1).boxed().toList();
            return resumable.export(
                    (Iterable<Integer>) () -> failing(shifted.iterator(), attempt == 1 ? 1_234 : -1), context);
        });

        Iterator<Integer> shifted = IntStream.rangeClosed(2, ROWS + 1).boxed().iterator();
        assertThat(done.parts()).isEqualTo(ResumeSample.parts(ResumeSample.write(sheet, shifted)));
        assertThat(done.progress.done() + done.progress.failed()).isEqualTo(ROWS);
    }

    @Test
    void anIteratorWhoseRowsHaveBecomeOthersBeginsAnewInTheNextAttempt() throws Exception {
        ExcelSheet<Integer> resumable = sheet.resumable(checkpoints());
        List<Integer> attempts = new ArrayList<>();

        Export done = export((context, attempt) -> {
            attempts.add(attempt);
            int first = attempt == 1 ? 1 : 2;
            Iterator<Integer> rows =
                    IntStream.rangeClosed(first, first + ROWS - 1).boxed().iterator();
            return resumable.export(failing(rows, attempt == 1 ? 1_234 : -1), context);
        });

        Iterator<Integer> shifted = IntStream.rangeClosed(2, ROWS + 1).boxed().iterator();
        assertThat(attempts).containsExactly(1, 2, 3);
        assertThat(done.parts()).isEqualTo(ResumeSample.parts(ResumeSample.write(sheet, shifted)));
        assertThat(done.progress.done() + done.progress.failed()).isEqualTo(ROWS);
    }

    @Test
    void rowsOfCompleteSheetsCountOnceWhenTheWorkbookBeginsAnew() throws Exception {
        ExcelWorkbook workbook = ExcelWorkbook.named("All").resumable(checkpoints());
        List<Integer> all = IntStream.rangeClosed(1, ROWS).boxed().toList();

        Export done = export((context, attempt) -> workbook.sheet(sheet, all)
                .sheet(second(), (Iterable<Integer>) () ->
                        failing(IntStream.range(attempt, attempt + ROWS).boxed().iterator(), attempt == 1 ? 900 : -1))
                .export(context));

        Progress progress = done.progress;
        assertThat(progress.failed()).isEqualTo(FAILED + (ROWS + 1) / 23);
        assertThat(progress.done() + progress.failed()).isEqualTo(2 * ROWS);
    }

    private static ExcelSheet<Integer> second() {
        return ExcelSheet.<Integer>named("Inverse")
                .column("Number", row -> row)
                .column("Inverse", row -> 1 / (row % 23))
                .rowErrors(RowErrors.MARK);
    }

    private Map<String, String> plainWorkbook() throws Exception {
        List<String> nobody = new ArrayList<>();
        return export((context, attempt) -> ExcelWorkbook.named("All")
                        .sheet(sheet, told(nobody, "", -1))
                        .sheet(second(), told(nobody, "", -1))
                        .export(context))
                .parts();
    }

    private static Iterable<Integer> told(List<String> asked, String name, int failing) {
        return () -> {
            asked.add(name);
            return failing(IntStream.rangeClosed(1, ROWS).iterator(), failing);
        };
    }

    private static Iterator<Integer> failing(Iterator<Integer> rows, int failing) {
        return new Iterator<>() {
            private int row; // given so far

            @Override
            public boolean hasNext() {
                if (row + 1 == failing) {
                    throw new IllegalStateException("the database is away");
                }
                return rows.hasNext();
            }

            @Override
            public Integer next() {
                row++;
                return rows.next();
            }
        };
    }

    private static Iterable<Integer> rows(IntConsumer beforeEach) {
        return () -> ResumeSample.rows(ROWS, beforeEach);
    }

    private Map<String, String> plain() throws IOException {
        return ResumeSample.parts(ResumeSample.write(sheet, ResumeSample.rows(ROWS)));
    }

    private interface Exporting {
        Artifact export(TaskContext context, int attempt) throws Exception;
    }

    private record Export(Map<String, String> parts, Progress progress) {

        void requireProgress(int rows) {
            assertThat(progress.failed()).isEqualTo(FAILED);
            assertThat(progress.done()).isEqualTo(rows - FAILED);
            assertThat(progress.failedItems()).hasSize(FAILED);
        }
    }

    private static Export export(Exporting exporting) throws Exception {
        TaskEngineBuilder builder =
                TaskEngine.builder().register(EXPORT, (input, context) -> exporting.export(context, context.attempt()));
        try (TaskEngine tasks = builder.build()) {
            return ended(tasks, tasks.submit(EXPORT));
        }
    }

    private static Export ended(TaskEngine tasks, TaskHandle<Artifact> handle) throws Exception {
        Outcome<Artifact> outcome = handle.await(ofMinutes(2)).orElseThrow();
        assertThat(outcome).isInstanceOf(Outcome.Partial.class);
        Artifact file = ((Outcome.Partial<Artifact>) outcome).result();
        try (InputStream in = tasks.artifacts().open(file)) {
            return new Export(
                    ResumeSample.parts(in.readAllBytes()), handle.snapshot().progress());
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(120, SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
