package dev.errand.samples.claims;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.apache.poi.xssf.usermodel.XSSFRow;
import org.apache.poi.xssf.usermodel.XSSFSheet;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The whole demo, small: its database, its workbook and its mail are compared with each other. */
@Timeout(120)
class ClaimsDemoTest {

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    @Test
    void exportsEveryCellAndMailsEveryMember() throws Exception {
        int exit = run("--plain", "--rows", "6000", "--members", "2000", "--dir", directory.toString());

        assertThat(said.toString(UTF_8))
                .contains("Claims to Excel: 6,000 rows in")
                .contains("Reminders: 1,996 of 2,000 sent in")
                .contains("member137(at)example.org: address is")
                .contains("member1733@closed.example: refused by the server: 553")
                .contains("Workbook per month: It was cancelled on request.")
                .contains("Submit to id: ");
        assertThat(exit).isZero();
        assertThatTheWorkbookHoldsTheTable();
        assertThatTheMailboxHoldsEveryReminder();
    }

    @Test
    void saysSoWhenTheMailServerIsNotThere() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }

        int exit = run(
                "--plain",
                "--rows",
                "10",
                "--members",
                "10",
                "--smtp",
                "localhost:" + port,
                "--dir",
                directory.toString());

        assertThat(exit).isEqualTo(1);
        assertThat(said.toString(UTF_8)).contains("Reminders: failed.", "UNREACHABLE", "Claims to Excel: 10 rows in");
    }

    @ParameterizedTest
    @CsvSource({
        "--rows, -1",
        "--rows, 1048576",
        "--rows, many",
        "--members, -1",
        "--smtp, localhost",
        "--smtp, localhost:99999",
        "--smtp, :25"
    })
    void refusesAnOptionBeforeItDoesAnything(String option, String value) {
        assertThat(run("--dir", directory.toString(), option, value)).isEqualTo(2);

        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void worksOnNothingToo() {
        assertThat(run("--plain", "--rows", "0", "--members", "0", "--dir", directory.toString()))
                .isZero();
    }

    private int run(String... arguments) {
        return ClaimsDemo.run(new PrintStream(said, true, UTF_8), arguments);
    }

    private void assertThatTheWorkbookHoldsTheTable() throws Exception {
        XSSFSheet sheet = workbook();
        try (Connection connection =
                        DriverManager.getConnection("jdbc:h2:file:" + directory.resolve("claims"), "sa", "");
                Statement statement = connection.createStatement();
                ResultSet claim = statement.executeQuery("SELECT * FROM claim ORDER BY number")) {
            int rows = 0;
            while (claim.next()) {
                XSSFRow row = sheet.getRow(++rows);
                assertThat(row.getCell(0).getStringCellValue()).isEqualTo(claim.getString("number"));
                assertThat(row.getCell(1).getStringCellValue()).isEqualTo(claim.getString("holder"));
                assertThat(row.getCell(2).getStringCellValue()).isEqualTo(claim.getString("branch"));
                assertThat(row.getCell(3).getStringCellValue()).isEqualTo(claim.getString("postcode"));
                assertThat(row.getCell(4).getNumericCellValue()).isEqualTo(claim.getDouble("amount"));
                assertThat(row.getCell(5).getNumericCellValue()).isEqualTo(claim.getDouble("share"));
                assertThat(row.getCell(6).getLocalDateTimeCellValue().toLocalDate())
                        .isEqualTo(claim.getObject("filed", LocalDate.class));
                assertThat(row.getCell(7).getLocalDateTimeCellValue())
                        .isEqualTo(claim.getObject("changed", LocalDateTime.class));
                assertThat(row.getCell(8).getBooleanCellValue()).isEqualTo(claim.getBoolean("open"));
                assertThat(row.getCell(9).getStringCellValue()).isEqualTo(claim.getString("remarks"));
            }
            assertThat(rows).isEqualTo(6_000).isEqualTo(sheet.getLastRowNum());
        }
    }

    private XSSFSheet workbook() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("artifacts"))) {
            Path workbook = files.filter(file -> file.getFileName().toString().startsWith("Claims_"))
                    .findFirst()
                    .orElseThrow();
            try (InputStream in = Files.newInputStream(workbook)) {
                return new XSSFWorkbook(in).getSheetAt(0);
            }
        }
    }

    private void assertThatTheMailboxHoldsEveryReminder() throws IOException {
        List<String> lines = Files.readAllLines(directory.resolve("mail.mbox"), ISO_8859_1);

        assertThat(lines).filteredOn(line -> line.startsWith("From ")).hasSize(1_997);
        assertThat(lines)
                .filteredOn(line -> line.startsWith("List-Unsubscribe: "))
                .hasSize(1_996);
        assertThat(lines).contains("Subject: Reminder to sign the terms: 1996 of 2000 sent");
    }
}
