package dev.errand.samples.firststeps;

import static dev.errand.samples.firststeps.SettleYear.SETTLEMENT;

import dev.errand.Artifact;
import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import dev.errand.excel.ExcelSheet;
import dev.errand.excel.KeysetRows;
import dev.errand.excel.resume.Checkpoints;
import dev.errand.excel.resume.RowsFrom;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An export that takes hours, and is not to begin again because a machine was restarted. */
public final class ExportArchive implements BackgroundTask<ClaimQuery, Artifact> {

    static final ExcelSheet<Claim> ARCHIVE = SETTLEMENT.resumable(Checkpoints.in(Path.of("/var/lib/claims/exports")));

    private final ArchiveStore archive;

    ExportArchive(ArchiveStore archive) {
        this.archive = archive;
    }

    /** Where the claims of all years are. */
    @FunctionalInterface
    interface ArchiveStore {

        /** The next thousand by their numbers, after the last one; without one, after so many that are left out. */
        List<Claim> page(ClaimQuery query, Optional<Claim> last, long leftOut);
    }

    @Override
    public Artifact run(ClaimQuery query, TaskContext context) throws Exception {
        RowsFrom<Claim> rows = first -> KeysetRows.<Claim>of(last -> archive.page(query, last, first - 1))
                .iterator();
        return ARCHIVE.export(rows, context);
    }
}
