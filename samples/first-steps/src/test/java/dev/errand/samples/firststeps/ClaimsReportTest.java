package dev.errand.samples.firststeps;

import static dev.errand.samples.firststeps.ClaimsReport.REPORT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.samples.firststeps.ClaimsReport.ReportedClaim;
import dev.errand.samples.firststeps.ClaimsReport.State;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a workbook looks like. The picture is kept as build output; the one of the README was made so. */
@Timeout(600)
class ClaimsReportTest {

    private static final Path PICTURES = Path.of("target", "pictures");
    private static final int BLUE = 0x4472c4;
    private static final int RED = 0xc00000;
    private static final int GREY = 0x808080;

    private static final List<ReportedClaim> CLAIMS = List.of(
            claim(10_401, "Ana Nováková", 2, State.PAID, "1250.00", "0.00"),
            claim(10_404, "Jürgen Weiß", 3, State.OPEN, "7038.55", "7038.55"),
            claim(10_405, "Zoë O'Neill", 5, State.OPEN, "2100.30", "1050.15"),
            claim(10_410, "Łukasz Żak", 6, State.WITHDRAWN, "9013.85", "0.00"),
            claim(10_413, "Chloé & Fils", 9, State.PAID, "4075.60", "-407.56"),
            claim(10_416, "Iva Dvořák", 11, State.OPEN, "10989.15", "10989.15"),
            claim(10_417, "Per Ångström", 12, State.PAID, "6050.90", "0.00"),
            claim(10_422, "田中 美咲", 16, State.OPEN, "1112.65", "278.16"),
            claim(10_425, "Ana Nováková", 18, State.WITHDRAWN, "826.20", "0.00"),
            claim(10_428, "Jürgen Weiß", 20, State.PAID, "3087.95", "-12.05"),
            claim(10_431, "Siobhán Kelly", 24, State.OPEN, "10001.50", "10001.50"),
            claim(10_434, "Łukasz Żak", 27, State.OPEN, "563.25", "563.25"));

    @Test
    void looksAsInThePictureOfTheGuide(@TempDir Path directory) throws Exception {
        LibreOffice office = LibreOffice.require(directory);
        Files.createDirectories(PICTURES);
        Path workbook = PICTURES.resolve("report.xlsx");
        REPORT.write(CLAIMS.iterator(), workbook);

        Path paper = office.print(workbook);
        office.keep(paper, PICTURES.resolve("report.png"));

        assertThat(office.text(paper))
                .contains("Who and when", "How much", "Ana Nováková", "-407.56 EUR", "withdrawn", "56,109.90 EUR");
        assertThat(office.dots(paper, BLUE)).as("headings").isGreaterThan(10_000);
        assertThat(office.dots(paper, RED)).as("balances below zero").isPositive();
        assertThat(office.dots(paper, GREY)).as("what was withdrawn").isPositive();
        assertThat(PICTURES.resolve("report.png")).isNotEmptyFile();
    }

    private static ReportedClaim claim(
            int number, String holder, int day, State state, String claimed, String balance) {
        LocalDate filed = LocalDate.of(2026, 11, day);
        return new ReportedClaim("C-" + number, holder, filed, state, new BigDecimal(claimed), new BigDecimal(balance));
    }
}
