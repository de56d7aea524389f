package dev.errand.samples.firststeps;

import dev.errand.excel.CellFormat;
import dev.errand.excel.CellLook;
import dev.errand.excel.ColumnStyle;
import dev.errand.excel.ExcelSheet;
import dev.errand.excel.Hyperlink;
import dev.errand.excel.Total;
import dev.errand.excel.ValueRules;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Locale;

/** A sheet with most of what one can have; the picture of the guide is of this one. */
public final class ClaimsReport {

    /** How far a claim is. */
    enum State {
        OPEN,
        PAID,
        WITHDRAWN;

        String word() {
            return name().toLowerCase(Locale.ENGLISH);
        }
    }

    record ReportedClaim(
            String number, String holder, LocalDate filed, State state, BigDecimal claimed, BigDecimal balance) {

        double share() {
            return balance.doubleValue() / claimed.doubleValue();
        }
    }

    static final ColumnStyle EUROS = ColumnStyle.of(CellFormat.money("EUR")).right();

    static final ExcelSheet<ReportedClaim> REPORT = ExcelSheet.<ReportedClaim>named("November")
            .column("Claim", ClaimsReport::page, ColumnStyle.plain().note("Leads to the page of the claim"))
            .column("Holder", ReportedClaim::holder, ColumnStyle.plain().width(18))
            .column(
                    "Filed",
                    ReportedClaim::filed,
                    ColumnStyle.of(CellFormat.date()).right())
            .column("State", ReportedClaim::state, ColumnStyle.plain().center())
            .column("Claimed", ReportedClaim::claimed, EUROS)
            .column("Balance", ReportedClaim::balance, EUROS)
            .column(
                    "Share",
                    ReportedClaim::share,
                    ColumnStyle.of(CellFormat.of("0.0%")).right())
            .jointHeading("Who and when", "Claim", "State")
            .jointHeading("How much", "Claimed", "Share")
            .values(ValueRules.plain().show(State.class, State::word))
            .look(claim -> claim.state() == State.WITHDRAWN, CellLook.grey().italic())
            .look(
                    "Balance",
                    claim -> claim.balance().signum() < 0,
                    CellLook.red().bold())
            .zebra()
            .total("Claim", Total.text("Total"))
            .total("Claimed", Total.sum())
            .total("Balance", Total.sum())
            .total("Share", Total.average());

    private ClaimsReport() {}

    private static Hyperlink page(ReportedClaim claim) {
        return Hyperlink.to("https://claims.example.org/" + claim.number(), claim.number());
    }
}
