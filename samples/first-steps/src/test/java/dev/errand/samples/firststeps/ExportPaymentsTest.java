package dev.errand.samples.firststeps;

import static dev.errand.samples.firststeps.ExportPayments.PAYMENTS;
import static dev.errand.samples.firststeps.ExportPayments.TEXTS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.samples.firststeps.ExportPayments.Payment;
import dev.errand.samples.firststeps.ExportPayments.Way;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;

class ExportPaymentsTest {

    private static final Payment PAYMENT =
            new Payment("C-1", new BigDecimal("12.50"), LocalDate.of(2026, 11, 22), Way.TRANSFER, true);

    @Test
    void speaksTheLanguageOfItsReader() throws IOException {
        String german = workbook(Locale.GERMAN);

        assertThat(german).contains("Zahlungen", "Schaden", "Überweisung", ">ja<", "Summe", "dd.mm.yyyy");
        assertThat(workbook(Locale.ENGLISH)).contains("Payments", "Claim", "transfer", ">yes<", "Total", "mm/dd/yyyy");
    }

    /** All parts, one after the other. */
    private static String workbook(Locale language) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PAYMENTS.in(language, TEXTS).write(List.of(PAYMENT).iterator(), out);
        StringBuilder parts = new StringBuilder();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
            while (zip.getNextEntry() != null) {
                parts.append(new String(zip.readAllBytes(), UTF_8));
            }
        }
        return parts.toString();
    }
}
