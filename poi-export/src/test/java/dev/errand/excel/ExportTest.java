package dev.errand.excel;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.artifact.DirectoryArtifactStore;
import dev.errand.artifact.FileNames;
import dev.errand.engine.AdHocTask;
import dev.errand.engine.TaskEngine;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.poi.ss.usermodel.CellType;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Exports as tasks, by the real engine. */
@Timeout(30)
class ExportTest {

    private static final ExcelSheet<Integer> NUMBERS = ExcelSheet.<Integer>named("Numbers: 2026/11")
            .column("Number", row -> row)
            .column("Square", row -> row * row)
            .zone(ZoneOffset.UTC)
            .clock(InstantSource.fixed(Instant.parse("2026-11-22T18:07:33Z")));

    @TempDir
    private Path directory;

    private TaskEngine tasks = TaskEngine.inMemory();

    @BeforeEach
    void startsAnEngine() {
        tasks.close();
        tasks = TaskEngine.builder()
                .artifacts(DirectoryArtifactStore.in(directory))
                .build();
    }

    @AfterEach
    void stopsTheEngine() {
        tasks.close();
    }

    @Test
    void leavesAWorkbookWithAStampedName() throws Exception {
        TaskHandle<Artifact> handle = tasks.submit(
                "export",
                context -> NUMBERS.export(IntStream.range(0, 1_000).boxed().toList(), context));

        Artifact file = resultOf(handle);
        assertThat(file.fileName()).isEqualTo("Numbers__2026_11_2026-11-22_18-07-33.xlsx");
        assertThat(file.mediaType()).isEqualTo(ExcelSheet.MEDIA_TYPE);
        assertThat(handle.snapshot().artifacts()).containsExactly(file);
        assertThat(handle.snapshot().progress().done()).isEqualTo(1_000);
        assertThat(handle.snapshot().progress().total()).hasValue(1_000);
        assertThat(handle.snapshot().percent()).hasValue(100);
        XSSFSheet sheet = read(file);
        assertThat(sheet.getLastRowNum()).isEqualTo(1_000);
        assertThat(sheet.getRow(1_000).getCell(1).getNumericCellValue()).isEqualTo(999 * 999);
    }

    @Test
    void findsAFileNameForEveryTitle() throws Exception {
        ExcelSheet<Integer> sheet =
                ExcelSheet.<Integer>named("日本語📄".repeat(20)).column("A", row -> row);

        Artifact file = resultOf(tasks.submit("export", context -> sheet.export(List.of(1), context)));

        assertThat(file.fileName()).startsWith("日本語📄").endsWith(".xlsx");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CON", "nul.2026", "Claims.", "..", "a\u202eb", "\u2069", "com1 .x", " lpt\u00b9.x ", "a\tb\nc"})
    void callsNoFileWhatAStoreRefuses(String title) {
        String fileName = ExcelTexts.fileName(title);

        FileNames.require(fileName + "_2026-11-22_18-07-33.xlsx");
        assertThat(fileName).doesNotContain("\u202e").isNotBlank();
    }

    @Test
    void takesRowsFromIteratorsAndStreams() throws Exception {
        AtomicBoolean closed = new AtomicBoolean();

        Artifact fromIterator = resultOf(tasks.submit(
                "iterator", context -> NUMBERS.export(List.of(1, 2).iterator(), context)));
        Artifact fromStream = resultOf(tasks.submit(
                "stream",
                context -> NUMBERS.export(
                        IntStream.range(0, 5_000).boxed().parallel().onClose(() -> closed.set(true)), context)));

        assertThat(read(fromIterator).getLastRowNum()).isEqualTo(2);
        XSSFSheet sheet = read(fromStream);
        for (int row = 1; row <= 5_000; row++) {
            assertThat(sheet.getRow(row).getCell(0).getNumericCellValue())
                    .as("order of a parallel stream")
                    .isEqualTo(row - 1);
        }
        assertThat(closed).isTrue();
    }

    @Test
    void takesRowsAndColumnsFromAQuery() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    CREATE TABLE claim (
                        id BIGINT, holder VARCHAR(100), amount DECIMAL(12, 2), rate DOUBLE PRECISION, filed DATE,
                        changed TIMESTAMP, open BOOLEAN, remarks CLOB, weight DECIMAL(30, 0), at_noon TIME,
                        hash VARBINARY(10), scan BLOB, ident UUID)
                    """);
            statement.execute("""
                    INSERT INTO claim VALUES
                    (1, 'Žofie', 1234.50, 0.25, DATE '2026-11-22', TIMESTAMP '2026-11-22 18:07:33', TRUE, 'long', 12345678901234567890, TIME '12:00:00', X'00ffa0', X'0102',
                     '01a20520-d9d3-7000-b7b4-d3fe38cf65ff'),
                    (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)
                    """);
            ResultSet results = statement.executeQuery("SELECT id AS \"Claim\", c.* FROM claim c ORDER BY id");

            Artifact file = resultOf(tasks.submit(
                    "query",
                    context -> ExcelSheet.of("Claims", results.getMetaData()).export(JdbcRows.of(results), context)));

            XSSFSheet sheet = read(file);
            assertThat(sheet.getRow(0).getCell(0).getStringCellValue()).isEqualTo("Claim");
            assertThat(sheet.getRow(0).getCell(2).getStringCellValue()).isEqualTo("HOLDER");
            assertThat(sheet.getRow(1).getCell(1).getNumericCellValue()).isEqualTo(1);
            assertThat(sheet.getRow(1).getCell(2).getStringCellValue()).isEqualTo("Žofie");
            assertThat(sheet.getRow(1).getCell(3).getNumericCellValue()).isEqualTo(1234.5);
            assertThat(sheet.getRow(1).getCell(3).getCellStyle().getDataFormatString())
                    .isEqualTo("#,##0.00");
            assertThat(sheet.getRow(1).getCell(4).getNumericCellValue()).isEqualTo(0.25);
            assertThat(sheet.getRow(1).getCell(5).getLocalDateTimeCellValue().toLocalDate())
                    .isEqualTo(LocalDate.of(2026, 11, 22));
            assertThat(sheet.getRow(1).getCell(6).getLocalDateTimeCellValue())
                    .isEqualTo(LocalDateTime.of(2026, 11, 22, 18, 7, 33));
            assertThat(sheet.getRow(1).getCell(7).getBooleanCellValue()).isTrue();
            assertThat(sheet.getRow(1).getCell(8).getStringCellValue()).isEqualTo("long");
            assertThat(sheet.getRow(1).getCell(9).getStringCellValue()).isEqualTo("12345678901234567890");
            assertThat(sheet.getRow(1).getCell(10).getNumericCellValue()).isEqualTo(0.5);
            assertThat(sheet.getRow(1).getCell(11).getStringCellValue()).isEqualTo("00ffa0");
            assertThat(sheet.getRow(1).getCell(12).getStringCellValue()).isEqualTo("0102");
            assertThat(sheet.getRow(1).getCell(13).getStringCellValue())
                    .isEqualTo("01a20520-d9d3-7000-b7b4-d3fe38cf65ff");
            for (int column = 2; column <= 13; column++) {
                assertThat(sheet.getRow(2).getCell(column).getCellType()).isEqualTo(CellType.BLANK);
            }
        }
    }

    @Test
    void takesTypedColumnsFromAQuery() throws Exception {
        ExcelSheet<ResultSet> sheet = ExcelSheet.<ResultSet>named("Typed")
                .column("Twice", row -> row.getBigDecimal("amount").multiply(BigDecimal.TWO));
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("VALUES 1.5, 2.5")) {
            assertThat(results.isClosed()).isFalse();
            ResultSet renamed = statement.executeQuery("SELECT * FROM (VALUES (1.5), (2.5)) AS t(amount)");

            Artifact file = resultOf(tasks.submit("query", context -> sheet.export(JdbcRows.of(renamed), context)));

            assertThat(read(file).getRow(2).getCell(0).getNumericCellValue()).isEqualTo(5);
        }
    }

    @Test
    void namesTheRowThatTheDatabaseCannotRead() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
                Statement statement = connection.createStatement()) {
            ResultSet results = statement.executeQuery("SELECT x FROM SYSTEM_RANGE(1, 10)");
            JdbcRows rows = JdbcRows.of(results);
            ExcelSheet<ResultSet> closing = ExcelSheet.<ResultSet>named("Closing")
                    .column("X", row -> {
                        int x = row.getInt(1);
                        if (x == 4) {
                            row.close();
                        }
                        return x;
                    });

            Failure failure = failureOf(tasks.submit("query", context -> closing.export(rows, context)));

            assertThat(failure.cause().orElseThrow())
                    .isInstanceOf(ExcelRowException.class)
                    .hasCauseInstanceOf(SQLException.class)
                    .hasMessageStartingWith("row 5 cannot be read");
        }
    }

    @Test
    void showsProgressAndStopsAtACancel() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Stream<Integer> rows = IntStream.range(0, 1_000).boxed().peek(row -> {
            if (row == 500) {
                half.countDown();
                awaitQuietly(goOn);
            }
        });
        TaskHandle<Artifact> handle = tasks.submit("export", context -> {
            context.progress().total(1_000);
            return NUMBERS.export(rows.iterator(), context);
        });
        half.await();

        assertThat(handle.snapshot().percent()).hasValue(50);
        assertThat(handle.snapshot().progress().phase().name()).isEqualTo("writing rows");
        handle.cancel();
        goOn.countDown();

        assertThat(handle.await(ofSeconds(20)).orElseThrow()).isInstanceOf(Outcome.Cancelled.class);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void stopsAtACancelAlsoWhilePacking() throws Exception {
        TaskHandle<Artifact> handle = tasks.submit("export", context -> {
            ExcelSheet<Integer> cancelling = NUMBERS.column("Last", row -> {
                if (row == 99) {
                    tasks.find(context.id()).orElseThrow().cancel();
                }
                return row;
            });
            return cancelling.export(IntStream.range(0, 100).boxed().toList(), context);
        });

        assertThat(handle.await(ofSeconds(20)).orElseThrow()).isInstanceOf(Outcome.Cancelled.class);
        assertThat(handle.snapshot().progress().done()).isEqualTo(100);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void refusesACollectionThatDoesNotFitBeforeItReadsARow() throws Exception {
        AtomicBoolean read = new AtomicBoolean();
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Endless")
                .column("A", row -> read.getAndSet(true))
                .atMostRows(1_000_000);

        Failure failure =
                failureOf(tasks.submit("export", context -> sheet.export(Collections.nCopies(2_000_000, 1), context)));

        assertThat(failure.sentence()).contains("number of rows is 2000000, but must be at most 1000000");
        assertThat(read).isFalse();
    }

    @Test
    void leavesNothingWhenARowFunctionThrows() throws Exception {
        AdHocTask<Artifact> broken = context -> NUMBERS.column("Broken", row -> {
                    if (row == 700) {
                        throw new IOException("image server away");
                    }
                    return "";
                })
                .export(IntStream.range(0, 1_000).boxed().toList(), context);

        Failure failure = failureOf(tasks.submit("export", broken));

        assertThat(failure.sentence())
                .isEqualTo("The task could not finish: row 701, column \"Broken\" cannot be read.");
        assertThat(failure.detail()).contains("row 701, column \"Broken\"", "image server away");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void tellsTheOwnerWhichTextIsTooLong() throws Exception {
        Failure failure = failureOf(tasks.submit(
                "export",
                context -> ExcelSheet.<String>named("Long")
                        .column("Remarks", row -> row)
                        .export(List.of("x".repeat(40_000)), context)));

        assertThat(failure.cause().orElseThrow()).isInstanceOf(InvalidInputException.class);
        assertThat(failure.sentence()).contains("row 1, column \"Remarks\"", "32767");
        assertThat(directory).isEmptyDirectory();
    }

    private XSSFSheet read(Artifact file) throws IOException {
        try (InputStream in = tasks.artifacts().open(file)) {
            return Workbooks.read(in.readAllBytes());
        }
    }

    private static <R> R resultOf(TaskHandle<R> handle) throws InterruptedException {
        Outcome<R> outcome = handle.await(ofSeconds(20)).orElseThrow();
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<R>) outcome).result();
    }

    private static <R> Failure failureOf(TaskHandle<R> handle) throws InterruptedException {
        Outcome<R> outcome = handle.await(ofSeconds(20)).orElseThrow();
        assertThat(outcome).isInstanceOf(Outcome.Failed.class);
        return ((Outcome.Failed<R>) outcome).failure();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
