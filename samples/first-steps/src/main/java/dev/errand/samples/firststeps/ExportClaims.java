package dev.errand.samples.firststeps;

import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;

import dev.errand.Artifact;
import dev.errand.BackgroundTask;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskType;
import dev.errand.excel.CellFormat;
import dev.errand.excel.ExcelSheet;

/** A task that has a name of its own: claims to Excel. */
public final class ExportClaims implements BackgroundTask<ClaimQuery, Artifact> {

    static final TaskType<ClaimQuery, Artifact> EXPORT = TaskType.named(
                    "export-claims", ClaimQuery.class, Artifact.class)
            .retrying(Retry.exponential(3, ofSeconds(1)))
            .timeout(ofMinutes(10));

    static final ExcelSheet<Claim> CLAIMS = ExcelSheet.<Claim>named("Claims")
            .column("Claim", Claim::number)
            .column("Holder", Claim::holder)
            .column("Amount", Claim::amount, CellFormat.money("EUR"))
            .column("Filed", Claim::filedOn, CellFormat.date());

    private final ClaimStore claims;

    ExportClaims(ClaimStore claims) {
        this.claims = claims;
    }

    @Override
    public Artifact run(ClaimQuery query, TaskContext context) throws Exception {
        return CLAIMS.export(claims.find(query), context);
    }
}
