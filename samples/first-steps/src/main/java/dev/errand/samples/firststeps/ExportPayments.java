package dev.errand.samples.firststeps;

import dev.errand.Artifact;
import dev.errand.TaskContext;
import dev.errand.excel.CellFormat;
import dev.errand.excel.ExcelSheet;
import dev.errand.excel.SheetTexts;
import dev.errand.excel.Total;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;

/** One sheet for readers of several languages. */
public final class ExportPayments {

    /** How it was paid. */
    enum Way {
        TRANSFER,
        CHEQUE
    }

    record Payment(String claim, BigDecimal amount, LocalDate paidOn, Way way, boolean inFull) {}

    record Reader(String name, Locale language) {}

    static final SheetTexts TEXTS = SheetTexts.bundle("sheets.payments", ExportPayments.class);

    static final ExcelSheet<Payment> PAYMENTS = ExcelSheet.<Payment>named("title")
            .column("claim", Payment::claim)
            .column("amount", Payment::amount, CellFormat.money("EUR"))
            .column("paid-on", Payment::paidOn, CellFormat.date())
            .column("way", Payment::way)
            .column("in-full", Payment::inFull)
            .total("claim", Total.text("total"))
            .total("amount", Total.sum());

    private ExportPayments() {}

    static Artifact export(Iterable<Payment> payments, Reader reader, TaskContext context) throws Exception {
        return PAYMENTS.in(reader.language(), TEXTS).export(payments, context);
    }
}
