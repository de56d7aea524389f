package dev.errand.excel;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import dev.errand.excel.resume.Checkpoints;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class CsvFileTest {

    private record Claim(long number, String holder, BigDecimal amount, LocalDate filed) {}

    private static final ExcelSheet<Claim> CLAIMS = ExcelSheet.<Claim>named("Claims: 2026")
            .column("Claim", Claim::number)
            .column("Holder, full name", Claim::holder)
            .column("Amount", Claim::amount, CellFormat.money("EUR"))
            .column("Filed", Claim::filed, CellFormat.date())
            .zone(ZoneId.of("Europe/Prague"))
            .clock(InstantSource.fixed(Instant.parse("2026-11-22T17:07:33Z")));

    private static final List<Claim> TWO = List.of(
            new Claim(1, "Žofie \"Zoe\" O’Neill", new BigDecimal("1234.50"), LocalDate.of(2026, 11, 22)),
            new Claim(2, "=cmd|' /C calc'!A0", new BigDecimal("-0.05"), LocalDate.of(1899, 2, 28)));

    @TempDir
    private Path directory;

    @Test
    void writesBytesAsDigitsAndHalfACharacterAsItsReplacement() throws IOException {
        ExcelSheet<Object> sheet = ExcelSheet.named("Any").column("Value", row -> row);

        assertThat(text(CsvFile.of(sheet), List.of(new byte[] {0, -1}, "a\uD83Db", "\uD83D\uDE00")))
                .isEqualTo("Value\r\n00ff\r\na\uFFFDb\r\n\uD83D\uDE00\r\n");
    }

    @Test
    void isWhatTheRfcSays() throws IOException {
        assertThat(text(CsvFile.of(CLAIMS), TWO)).isEqualTo("""
                Claim,"Holder, full name",Amount,Filed\r
                1,"Žofie ""Zoe"" O’Neill",1234.50,2026-11-22\r
                2,"'=cmd|' /C calc'!A0",-0.05,1899-02-28\r
                """);
    }

    @Test
    void takesOptions() throws IOException {
        CsvFile<Claim> file = CsvFile.of(CLAIMS)
                .separator(';')
                .byteOrderMark(true)
                .formulaGuard(false)
                .dates("dd.MM.yyyy");

        assertThat(text(file, TWO)).isEqualTo("\uFEFF" + """
                Claim;"Holder, full name";Amount;Filed\r
                1;"Žofie ""Zoe"" O’Neill";1234.50;22.11.2026\r
                2;"=cmd|' /C calc'!A0";-0.05;28.02.1899\r
                """);
        assertThat(bytes(file, TWO)).startsWith(0xEF, 0xBB, 0xBF);
    }

    @ParameterizedTest
    @MethodSource("fields")
    void writesEveryValueAsWhatItIs(Object value, String field) throws IOException {
        ExcelSheet<Object> sheet = ExcelSheet.named("One")
                .column("A", row -> "a")
                .column("B", row -> row)
                .zone(ZoneId.of("Europe/Prague"));

        assertThat(text(CsvFile.of(sheet), List.of(value))).isEqualTo("A,B\r\na," + field + "\r\n");
    }

    static List<Object[]> fields() {
        return List.of(new Object[][] {
            {"plain", "plain"},
            {"", ""},
            {" blank ends ", " blank ends "},
            {"a,b", "\"a,b\""},
            {"a;=1+1", "\"a;=1+1\""},
            {"a\t=1", "\"a\t=1\""},
            {"two\nlines", "\"two\nlines\""},
            {"two\r\nlines", "\"two\r\nlines\""},
            {"\"", "\"\"\"\""},
            {"=1+1", "'=1+1"},
            {"\0=1+1", "'\0=1+1"},
            {"+1", "'+1"},
            {"-1", "'-1"},
            {"@SUM(1)", "'@SUM(1)"},
            {"\t=1", "\"'\t=1\""},
            {"\r=1", "\"'\r=1\""},
            {"\n=1", "\"'\n=1\""},
            {"＝1", "'＝1"},
            {"=\"a\",b", "\"'=\"\"a\"\",b\""},
            {"a=1", "a=1"},
            {"'=1", "'=1"},
            {-1, "-1"},
            {-1L, "-1"},
            {(short) -1, "-1"},
            {new AtomicLong(-7), "-7"},
            {Long.MIN_VALUE, "-9223372036854775808"},
            {new BigInteger("-123456789012345678901234567890"), "-123456789012345678901234567890"},
            {new BigDecimal("-1E+3"), "-1000"},
            {new BigDecimal("1E+100000"), "1E+100000"},
            {-1.0, "-1"},
            {1e10, "10000000000"},
            {1.5e-7, "0.00000015"},
            {1e-6, "0.000001"},
            {1e300, "1.0E300"},
            {-1e300, "-1.0E300"},
            {0.1f, "0.1"},
            {Double.NaN, "NaN"},
            {Optional.of(-3), "-3"},
            {Optional.of("-3"), "'-3"},
            {Optional.empty(), ""},
            {true, "true"},
            {LocalDate.of(2026, 11, 29), "2026-11-29"},
            {LocalDateTime.of(2026, 11, 29, 18, 7, 33), "2026-11-29T18:07:33"},
            {LocalDate.of(10_000, 1, 1), "'+10000-01-01"},
            {LocalDate.of(-1, 1, 1), "'-0001-01-01"},
            {LocalDateTime.of(10_000, 1, 1, 12, 0), "'+10000-01-01T12:00:00"},
            {Instant.parse("+12345-01-01T00:00:00Z"), "'+12345-01-01T01:00:00"},
            {LocalTime.of(18, 7), "18:07"},
            {Instant.parse("2026-11-29T18:07:33Z"), "2026-11-29T19:07:33"},
            {OffsetDateTime.parse("2026-07-29T18:07:33Z"), "2026-07-29T20:07:33"},
            {Instant.MAX, "'" + Instant.MAX},
            {java.sql.Timestamp.valueOf("2026-11-29 18:07:33.5"), "2026-11-29T18:07:33.5"},
            {java.sql.Date.valueOf("2026-11-29"), "2026-11-29"},
            {new UUID(1, 2), "00000000-0000-0001-0000-000000000002"},
            {new Forged(), "'=1+1"},
        });
    }

    /** A number that is none. */
    private static final class Forged extends Number {

        private static final long serialVersionUID = 1L;

        @Override
        public int intValue() {
            return 1;
        }

        @Override
        public long longValue() {
            return 1;
        }

        @Override
        public float floatValue() {
            return 1;
        }

        @Override
        public double doubleValue() {
            return 1;
        }

        @Override
        public String toString() {
            return "=1+1";
        }
    }

    @Test
    void showsMomentsByAPattern() throws IOException {
        ExcelSheet<Object> sheet = ExcelSheet.named("One").column("A", row -> row);

        assertThat(text(
                        CsvFile.of(sheet).separator('|').dateTimes("dd.MM.yyyy|HH:mm"),
                        List.of(LocalDateTime.of(2026, 11, 29, 18, 7))))
                .isEqualTo("A\r\n\"29.11.2026|18:07\"\r\n");
    }

    @Test
    void quotesAnOnlyFieldThatIsEmpty() throws IOException {
        ExcelSheet<Optional<String>> sheet =
                ExcelSheet.<Optional<String>>named("One").column("A", row -> row);

        assertThat(text(CsvFile.of(sheet), List.of(Optional.empty(), Optional.of("b"))))
                .isEqualTo("A\r\n\"\"\r\nb\r\n");
    }

    /** Excel would take it for a table of another kind, and say that it is damaged. */
    @ParameterizedTest
    @CsvSource({"ID, '\"ID\"'", "IDENTITY, '\"IDENTITY\"'", "Id, Id", "'ID,1', '\"ID,1\"'"})
    void aFileDoesNotBeginAsSylk(String heading, String written) throws IOException {
        ExcelSheet<Integer> sheet = ExcelSheet.<Integer>named("Ids")
                .column(heading, row -> "ID" + row)
                .column("ID", row -> row);

        assertThat(text(CsvFile.of(sheet), List.of(1))).isEqualTo(written + ",ID\r\nID1,1\r\n");
    }

    @Test
    void isZippedHoweverManyRowsAPartHas() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        CsvFile.of(CLAIMS).zipped(Long.MAX_VALUE).write(Collections.emptyIterator(), out);

        assertThat(parts(out.toByteArray())).hasSize(1);
    }

    @Test
    void leavesSomeColumnsUnguarded() throws IOException {
        ExcelSheet<String> sheet =
                ExcelSheet.<String>named("People").column("+Phone", row -> row).column("Remark", row -> row);

        assertThat(text(CsvFile.of(sheet).unguarded("+Phone", "+Phone"), List.of("+49 30 1234")))
                .isEqualTo("'+Phone,Remark\r\n+49 30 1234,'+49 30 1234\r\n");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CsvFile.of(sheet).unguarded("Phone"))
                .withMessageContaining("column")
                .withMessageContaining("\"Phone\"");
    }

    @Test
    void guardsHeadingsToo() throws IOException {
        assertThat(text(CsvFile.of(ExcelSheet.<String>named("One").column("=A1", row -> row)), List.of()))
                .isEqualTo("'=A1\r\n");
    }

    @ParameterizedTest
    @ValueSource(chars = {'"', '\'', '\r', '\n', '.', '-', '+', '=', '@', 'a', '7', '\ud83d'})
    void refusesSeparatorsThatMeanSomethingElse(char separator) {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CsvFile.of(CLAIMS).separator(separator))
                .satisfies(e -> assertThat(e.field()).isEqualTo("separator"));
    }

    @Test
    void refusesWhatItCannotWrite() {
        assertThatExceptionOfType(InvalidInputException.class).isThrownBy(() -> CsvFile.of(ExcelSheet.named("None")));
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CsvFile.of(CLAIMS).dates("no pattern"))
                .withMessageContaining("pattern is \"no pattern\"");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CsvFile.of(CLAIMS).zipped(0))
                .withMessage("rows of a part is 0, but must be 1 or more");
    }

    @Test
    void refusesASheetWithCheckpoints() {
        ExcelSheet<Claim> resumable = CLAIMS.resumable(Checkpoints.in(Path.of("kept")));

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> CsvFile.of(resumable))
                .withMessageContaining("have no checkpoints");
    }

    @Test
    void keepsTheLimitsOfTheSheet() throws IOException {
        List<Claim> many = Collections.nCopies(1_000, TWO.getFirst());
        int size = bytes(CsvFile.of(CLAIMS), many).length;

        assertThat(bytes(CsvFile.of(CLAIMS.atMostBytes(size).atMostRows(1_000)), many))
                .hasSize(size);
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> bytes(CsvFile.of(CLAIMS.atMostBytes(size - 1)), many))
                .withMessageContaining("number of bytes is " + size);
        assertThatExceptionOfType(InvalidSheetException.class)
                .isThrownBy(() -> bytes(CsvFile.of(CLAIMS.atMostRows(999)), many))
                .withMessage("number of rows is 1000, but must be at most 999");
    }

    @Test
    void leavesAFileAsATask() throws Exception {
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> handle =
                    tasks.submit("export", context -> CsvFile.of(CLAIMS).export(TWO, context));

            Artifact file = succeeded(handle);
            assertThat(file.fileName()).isEqualTo("Claims__2026_2026-11-22_18-07-33.csv");
            assertThat(file.mediaType()).isEqualTo("text/csv");
            assertThat(handle.snapshot().percent()).hasValue(100);
            assertThat(handle.snapshot().progress().done()).isEqualTo(2);
            try (InputStream in = tasks.artifacts().open(file)) {
                assertThat(in.readAllBytes()).isEqualTo(bytes(CsvFile.of(CLAIMS), TWO));
            }
        }
    }

    @Test
    void namesTheRowThatFailsAndLeavesNothing() throws Exception {
        Path file = directory.resolve("claims.csv");
        CsvFile<Claim> broken = CsvFile.of(CLAIMS.column("Inverse", row -> 1 / (row.number() - 2)));

        assertThatExceptionOfType(ExcelRowException.class)
                .isThrownBy(() -> broken.write(TWO.iterator(), file))
                .withMessageStartingWith("row 2, column \"Inverse\" cannot be read");
        assertThat(directory).isEmptyDirectory();

        assertThat(CsvFile.of(CLAIMS).write(TWO.iterator(), file)).isEqualTo(2);
        assertThat(Files.readAllBytes(file)).isEqualTo(bytes(CsvFile.of(CLAIMS), TWO));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 999, 1_000, 1_001, 2_500})
    void zipsPartsOfSoManyRows(int count) throws Exception {
        ExcelSheet<Integer> numbers = ExcelSheet.<Integer>named("Numbers").column("N", row -> row);
        List<Integer> rows = IntStream.range(0, count).boxed().toList();
        try (TaskEngine tasks = TaskEngine.inMemory()) {
            TaskHandle<Artifact> handle = tasks.submit(
                    "export", context -> CsvFile.of(numbers).zipped(1_000).export(rows.stream(), context));

            Artifact file = succeeded(handle);
            assertThat(file.fileName()).endsWith(".zip");
            assertThat(file.mediaType()).isEqualTo("application/zip");
            try (InputStream in = tasks.artifacts().open(file)) {
                Map<String, List<String>> parts = parts(in.readAllBytes());
                int expected = Math.max(1, (count + 999) / 1_000);
                assertThat(parts.keySet())
                        .containsExactlyElementsOf(IntStream.rangeClosed(1, expected)
                                .mapToObj(part -> "Numbers_" + part + ".csv")
                                .toList());
                List<String> all = new ArrayList<>();
                for (List<String> lines : parts.values()) {
                    assertThat(lines.getFirst()).isEqualTo("N");
                    all.addAll(lines.subList(1, lines.size()));
                }
                assertThat(all).isEqualTo(rows.stream().map(String::valueOf).toList());
            }
        }
    }

    private static Map<String, List<String>> parts(byte[] zipped) throws IOException {
        Map<String, List<String>> parts = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zipped))) {
            for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                parts.put(
                        entry.getName(),
                        new String(zip.readAllBytes(), UTF_8).lines().toList());
            }
        }
        return parts;
    }

    @Test
    void passesOnWhatTheStreamThrows() {
        IOException full = new IOException("No space left on device");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> CsvFile.of(CLAIMS).write(TWO.iterator(), new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw full;
                    }
                }))
                .isSameAs(full);
    }

    private static Artifact succeeded(TaskHandle<Artifact> handle) throws InterruptedException {
        Outcome<Artifact> outcome = handle.await(ofSeconds(20)).orElseThrow();
        assertThat(outcome).isInstanceOf(Outcome.Succeeded.class);
        return ((Outcome.Succeeded<Artifact>) outcome).result();
    }

    private static <T> String text(CsvFile<T> file, List<T> rows) throws IOException {
        return new String(bytes(file, rows), UTF_8);
    }

    private static <T> byte[] bytes(CsvFile<T> file, List<T> rows) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        file.write(rows.iterator(), out);
        return out.toByteArray();
    }
}
