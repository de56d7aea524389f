package dev.errand.benchmarks.sheet;

import dev.errand.excel.CellFormat;
import dev.errand.excel.ExcelSheet;

/** The workbook by this library. */
final class ErrandWriter {

    static final ExcelSheet<SheetRow> SHEET = ExcelSheet.<SheetRow>named("Export")
            .column("Id", SheetRow::id)
            .column("Customer", SheetRow::customer)
            .column("Description", SheetRow::description)
            .column("Reference", SheetRow::reference)
            .column("Amount", SheetRow::amount, CellFormat.number(2))
            .column("Rate", SheetRow::rate, CellFormat.of("0.0000"))
            .column("Booked", SheetRow::booked, CellFormat.date())
            .column("Updated", SheetRow::updated, CellFormat.dateTime())
            .column("Active", SheetRow::active)
            .column("Quantity", SheetRow::quantity);

    private ErrandWriter() {}
}
