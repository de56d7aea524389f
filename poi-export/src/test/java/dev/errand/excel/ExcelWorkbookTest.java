package dev.errand.excel;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import dev.errand.progress.PlannedPhase;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ExcelWorkbookTest {

    private record Payment(BigDecimal amount, LocalDate on) {}

    private static final ExcelSheet<Integer> CLAIMS =
            ExcelSheet.<Integer>named("Claims").column("Number", row -> row).column("Holder", row -> "Holder " + row);

    private static final ExcelSheet<Payment> PAYMENTS = ExcelSheet.<Payment>named("Payments & more")
            .column("Amount", Payment::amount, CellFormat.money("EUR"))
            .column("On", Payment::on, CellFormat.of("dd.mm.yyyy"))
            .column("Plain", row -> 1);

    private static final List<Integer> NUMBERS =
            IntStream.range(0, 3_000).boxed().toList();
    private static final List<Payment> ONE = List.of(new Payment(new BigDecimal("12.50"), LocalDate.of(2026, 11, 29)));

    @Test
    void holdsSheetsOfDifferentRows() throws Exception {
        byte[] bytes =
                bytes(ExcelWorkbook.named("November").sheet(CLAIMS, NUMBERS).sheet(PAYMENTS, ONE));

        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
            assertThat(book.getNumberOfSheets()).isEqualTo(2);
            XSSFSheet claims = book.getSheet("Claims");
            XSSFSheet payments = book.getSheet("Payments & more");
            assertThat(claims.getLastRowNum()).isEqualTo(3_000);
            assertThat(claims.getRow(3_000).getCell(1).getStringCellValue()).isEqualTo("Holder 2999");
            assertThat(payments.getLastRowNum()).isEqualTo(1);
            assertThat(payments.getRow(1).getCell(0).getNumericCellValue()).isEqualTo(12.5);
            assertThat(payments.getRow(1).getCell(0).getCellStyle().getDataFormatString())
                    .isEqualTo("#,##0.00 [$EUR]");
            assertThat(payments.getRow(1).getCell(1).getCellStyle().getDataFormatString())
                    .isEqualTo("dd.mm.yyyy");
            assertThat(payments.getRow(1).getCell(1).getLocalDateTimeCellValue())
                    .isEqualTo("2026-11-29T00:00:00");
            assertThat(payments.getRow(1).getCell(2).getCellStyle().getDataFormatString())
                    .isEqualTo("General");
            assertThat(book.getAllNames())
                    .extracting(name -> name.getSheetIndex() + " " + name.getRefersToFormula())
                    .containsExactly("0 'Claims'!$A$1:$B$3001", "1 'Payments & more'!$A$1:$C$2");
        }
        for (String part : List.of("worksheets/sheet2.xml", "workbook.xml", "styles.xml")) {
            assertThat(Schemas.errors(bytes, "/xl/" + part)).isEmpty();
        }
    }

    @Test
    void goesOnWithAFullSheetBeforeTheNext() throws Exception {
        byte[] bytes = bytes(ExcelWorkbook.named("November")
                .sheet(CLAIMS.rowsOfSheet(1_501), NUMBERS)
                .sheet(ExcelSheet.<Payment>named("claims (2)").column("On", Payment::on), ONE));

        try (XSSFWorkbook book = new XSSFWorkbook(new ByteArrayInputStream(bytes))) {
            assertThat(List.of(book.getSheetName(0), book.getSheetName(1), book.getSheetName(2)))
                    .as("a name that a later sheet has is not taken")
                    .containsExactly("Claims", "Claims (3)", "claims (2)");
        }
    }

    @ParameterizedTest
    @CsvSource({"Claims, claims", "Claims, Claims:", "STRASSE, Strasse", "A/B, a b"})
    void refusesNamesThatDifferInNothingButCase(String one, String other) {
        ExcelWorkbook book =
                ExcelWorkbook.named("Two").sheet(ExcelSheet.<Integer>named(one).column("A", row -> row), List.of());

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> book.sheet(ExcelSheet.<Integer>named(other).column("A", row -> row), List.of()))
                .withMessage("sheet title is \"" + other
                        + "\", but must differ from those of the other sheets in more than case");
    }

    @Test
    void refusesWhatIsNoWorkbook() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ExcelWorkbook.named("None").write(OutputStream.nullOutputStream()))
                .withMessage("number of sheets is 0, but must be at least 1");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> ExcelWorkbook.named("Bare").sheet(ExcelSheet.named("Bare"), List.of()))
                .withMessage("number of columns is 0, but must be at least 1");
    }

    @Test
    void countsFormatsOfAllSheets() {
        ExcelWorkbook book = ExcelWorkbook.named("Formats")
                .sheet(formatted("One", 0, 120), List.of())
                .sheet(formatted("Two", 80, 200), List.of());

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> book.sheet(formatted("Three", 200, 201), List.of()))
                .withMessage("number of formats is 201, but must be at most 200");
    }

    private static ExcelSheet<Integer> formatted(String title, int from, int to) {
        ExcelSheet<Integer> sheet = ExcelSheet.named(title);
        for (int i = from; i < to; i++) {
            sheet = sheet.column("c", row -> 1, CellFormat.of("0\"" + i + "\""));
        }
        return sheet;
    }

    @Test
    void plansAPhaseForEachSheet() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        ExcelSheet<Integer> waiting = ExcelSheet.<Integer>named("Second").column("A", row -> {
            if (row == 500) {
                half.countDown();
                goOn.await();
            }
            return row;
        });
        List<Integer> thousand = IntStream.range(0, 1_000).boxed().toList();
        ExcelWorkbook book = ExcelWorkbook.named("Two of them")
                .sheet(ExcelSheet.<Integer>named("First").column("A", row -> row), thousand)
                .sheet(waiting, thousand)
                .zone(ZoneOffset.UTC)
                .clock(InstantSource.fixed(Instant.parse("2026-11-29T18:07:33Z")));
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> handle = tasks.submit("export", book::export);
            half.await();

            assertThat(handle.snapshot().progress().phase().name()).isEqualTo("writing Second");
            assertThat(handle.snapshot().progress().phase().number()).isEqualTo(2);
            assertThat(handle.snapshot().percent().orElseThrow()).isBetween(70, 75);
            goOn.countDown();

            Artifact file = succeeded(handle);
            assertThat(file.fileName()).isEqualTo("Two_of_them_2026-11-29_18-07-33.xlsx");
            assertThat(handle.snapshot().percent()).hasValue(100);
            assertThat(handle.snapshot().progress().done()).isEqualTo(2_000);
            try (InputStream in = tasks.artifacts().open(file);
                    XSSFWorkbook read = new XSSFWorkbook(in)) {
                assertThat(read.getSheet("Second").getLastRowNum()).isEqualTo(1_000);
            }
        }
    }

    @Test
    void keepsThePlanOfTheTask() throws Exception {
        ExcelWorkbook book = ExcelWorkbook.named("Planned").sheet(CLAIMS, NUMBERS);
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> handle = tasks.submit("export", context -> {
                context.progress().phases(PlannedPhase.of("asking", 1), PlannedPhase.of("writing Claims", 1));
                return book.export(context);
            });

            succeeded(handle);
            assertThat(handle.snapshot().progress().phase().count()).isEqualTo(2);
        }
    }

    @Test
    void asksForRowsWhenTheirTurnComesAndClosesStreams() throws Exception {
        AtomicBoolean firstIsThrough = new AtomicBoolean();
        AtomicBoolean closed = new AtomicBoolean();
        Stream<Integer> stream = NUMBERS.stream().parallel().onClose(() -> closed.set(true));
        Iterable<Integer> late = () -> {
            assertThat(firstIsThrough).isTrue();
            return List.of(1, 2).iterator();
        };
        ExcelSheet<Integer> first = CLAIMS.column("Last", row -> {
            firstIsThrough.set(row == 2_999);
            return row;
        });

        long rows = ExcelWorkbook.named("Turns")
                .sheet(first, stream)
                .sheet(ExcelSheet.<Integer>named("Late").column("A", row -> row), late)
                .sheet(PAYMENTS, ONE.iterator())
                .write(OutputStream.nullOutputStream());

        assertThat(rows).isEqualTo(3_003);
        assertThat(closed).isTrue();
    }

    @Test
    void closesStreamsAlsoWhenAnEarlierSheetFails() {
        AtomicBoolean closed = new AtomicBoolean();
        ExcelWorkbook book = ExcelWorkbook.named("Broken")
                .sheet(CLAIMS.column("Inverse", row -> 1 / row), NUMBERS)
                .sheet(PAYMENTS, ONE.stream().onClose(() -> closed.set(true)));

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> book.write(OutputStream.nullOutputStream()));
        assertThat(closed).isTrue();
    }

    @Test
    void aStreamThatCannotBeClosedNeitherHidesNorKeepsTheOthersOpen() {
        AtomicBoolean closed = new AtomicBoolean();
        IllegalStateException lost = new IllegalStateException("the connection is lost");
        ExcelWorkbook book = ExcelWorkbook.named("Broken")
                .sheet(
                        CLAIMS.column("Inverse", row -> 1 / row),
                        NUMBERS.stream().onClose(() -> {
                            throw lost;
                        }))
                .sheet(PAYMENTS, ONE.stream().onClose(() -> closed.set(true)));

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> book.write(OutputStream.nullOutputStream()))
                .satisfies(failed -> assertThat(failed.getSuppressed()).containsExactly(lost));
        assertThat(closed).isTrue();
    }

    @Test
    void refusesTooManyRowsAndBytesEarly() {
        AtomicBoolean read = new AtomicBoolean();
        ExcelWorkbook book = ExcelWorkbook.named("Limits")
                .sheet(CLAIMS.column("Read", row -> read.getAndSet(true)), NUMBERS)
                .sheet(PAYMENTS.atMostRows(9), Collections.nCopies(10, ONE.getFirst()));

        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> book.write(OutputStream.nullOutputStream()))
                .withMessage("number of rows is 10, but must be at most 9");
        assertThat(read).as("the rows of the first sheet").isFalse();
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> ExcelWorkbook.named("Bytes")
                        .sheet(CLAIMS, NUMBERS)
                        .atMostBytes(3_000)
                        .write(OutputStream.nullOutputStream()))
                .withMessageContaining("must be at most 3000 in the whole file");
    }

    private static Artifact succeeded(TaskHandle<Artifact> handle) throws InterruptedException {
        Outcome<Artifact> outcome = handle.await(ofSeconds(20)).orElseThrow();
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Artifact>) outcome).result();
    }

    private static byte[] bytes(ExcelWorkbook book) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        book.write(out);
        return out.toByteArray();
    }
}
