package dev.errand.samples.firststeps;

import dev.errand.Artifact;
import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.excel.CellFormat;
import dev.errand.excel.CellLook;
import dev.errand.excel.ColumnStyle;
import dev.errand.excel.CsvFile;
import dev.errand.excel.ExcelColumn;
import dev.errand.excel.ExcelSheet;
import dev.errand.excel.ExcelWorkbook;
import dev.errand.excel.Total;
import java.math.BigDecimal;

/** Two sheets in one file, one that says how it looks and one out of a record. */
public final class SettleYear implements BackgroundTask<ClaimQuery, Artifact> {

    static final ExcelSheet<Claim> SETTLEMENT = ExcelSheet.<Claim>named("Settlement")
            .column("Claim", Claim::number, ColumnStyle.plain().note("As in the letter to the holder"))
            .column("Holder", Claim::holder, ColumnStyle.plain().width(30).wrap())
            .column("Amount", Claim::amount, CellFormat.money("EUR"))
            .column("Filed", Claim::filedOn, CellFormat.date())
            .look("Amount", claim -> claim.amount().signum() < 0, CellLook.red())
            .zebra()
            .total("Holder", Total.text("Total"))
            .total("Amount", Total.sum());

    /**
     * What a holder has claimed in all.
     *
     * @param holder who claims
     * @param claims how many times
     * @param amount how much
     */
    public record Holder(
            @ExcelColumn(width = 30) String holder,
            @ExcelColumn int claims,

            @ExcelColumn(heading = "Claimed", format = "#,##0.00")
            BigDecimal amount) {}

    static final ExcelSheet<Holder> HOLDERS = ExcelSheet.of("Holders", Holder.class);

    private final ClaimStore claims;
    private final HolderStore holders;

    SettleYear(ClaimStore claims, HolderStore holders) {
        this.claims = claims;
        this.holders = holders;
    }

    /** Where the sums are. */
    @FunctionalInterface
    interface HolderStore {

        Iterable<Holder> find(ClaimQuery query);
    }

    @Override
    public Artifact run(ClaimQuery query, TaskContext context) throws Exception {
        return ExcelWorkbook.named("Settlement of the year")
                .sheet(SETTLEMENT, claims.find(query))
                .sheet(HOLDERS, holders.find(query))
                .export(context);
    }

    Artifact forAnotherProgram(ClaimQuery query, TaskContext context) throws Exception {
        return CsvFile.of(SETTLEMENT).separator(';').export(claims.find(query), context);
    }
}
