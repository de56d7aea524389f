package dev.errand.samples.claims;

import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.artifact.DirectoryArtifactStore;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.RecipientOutcome;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Says in words how the tasks of the demo ended. */
final class Report {

    private static final int MOST_LISTED = 30;
    private static final int MOST_FILES = 3;

    private final PrintStream out;
    private final DirectoryArtifactStore store;

    Report(PrintStream out, DirectoryArtifactStore store) {
        this.out = out;
        this.store = store;
    }

    /** True if the workbook is there. */
    boolean export(TaskHandle<Artifact> handle, Outcome<Artifact> outcome) {
        TaskSnapshot task = handle.snapshot();
        out.printf("%n%s: ", task.title());
        return switch (outcome) {
            case Outcome.Succeeded<Artifact>(Artifact file) -> {
                out.printf(Locale.ROOT, "%,d rows in %s%n", task.progress().done(), seconds(took(task)));
                print(file);
                yield true;
            }
            case Outcome.Partial<Artifact>(Artifact file, long failed) -> {
                out.printf(Locale.ROOT, "all but %,d rows%n", failed);
                print(file);
                yield false;
            }
            case Outcome.Failed<Artifact>(Failure failure, var kept) -> failed(failure);
            case Outcome.Cancelled<Artifact>(String reason, var kept) -> cancelled(reason);
        };
    }

    /** True if every recipient has an outcome. */
    boolean campaign(TaskHandle<CampaignReport> handle, Outcome<CampaignReport> outcome) {
        out.printf("%n%s: ", handle.snapshot().title());
        return switch (outcome) {
            case Outcome.Succeeded<CampaignReport>(CampaignReport report) -> campaign(report);
            case Outcome.Partial<CampaignReport>(CampaignReport report, long failed) -> campaign(report);
            case Outcome.Failed<CampaignReport>(Failure failure, var kept) -> {
                kept.ifPresent(this::campaign);
                yield failed(failure);
            }
            case Outcome.Cancelled<CampaignReport>(String reason, var kept) -> {
                kept.ifPresent(this::campaign);
                yield cancelled(reason);
            }
        };
    }

    private boolean campaign(CampaignReport report) {
        out.printf(Locale.ROOT, "%,d of %,d sent in %s%n", report.sent(), report.total(), seconds(report.took()));
        int notSent = report.counts().notSent();
        report.notSent().stream().limit(MOST_LISTED).forEach(this::print);
        if (notSent > MOST_LISTED) {
            out.printf(Locale.ROOT, "  … and %,d more; all of them are in the summary mail%n", notSent - MOST_LISTED);
        }
        return report.stopped().isEmpty();
    }

    /** True if it was cancelled, and kept what it had. */
    boolean months(TaskHandle<MonthFiles> handle, Outcome<MonthFiles> outcome) {
        TaskSnapshot task = handle.snapshot();
        out.printf("%n%s: ", task.title());
        return switch (outcome) {
            case Outcome.Cancelled<MonthFiles>(String reason, var kept) -> {
                List<Artifact> files = kept.map(MonthFiles::files).orElse(List.of());
                out.printf(
                        Locale.ROOT,
                        "%s After %d of %d months; what was finished is kept:%n",
                        reason,
                        files.size(),
                        task.progress().total().orElse(0));
                files.stream().limit(MOST_FILES).forEach(file -> out.println("  " + store.pathOf(file)));
                out.println(files.size() > MOST_FILES ? "  … and " + (files.size() - MOST_FILES) + " more" : "");
                yield true;
            }
            case Outcome.Failed<MonthFiles>(Failure failure, var kept) -> failed(failure);
            case Outcome.Succeeded<MonthFiles> done -> {
                out.println("finished before it could be cancelled");
                yield true;
            }
            case Outcome.Partial<MonthFiles> part -> {
                out.println("some months failed");
                yield false;
            }
        };
    }

    private void print(Artifact file) {
        out.println("  " + store.pathOf(file));
        out.printf(Locale.ROOT, "  %,d bytes, SHA-256 %s%n", file.size(), file.sha256());
    }

    private void print(RecipientOutcome outcome) {
        String why = switch (outcome) {
            case RecipientOutcome.Sent sent -> sent.reply().toString();
            case RecipientOutcome.Failed failed -> "refused by the server: " + failed.reason();
            case RecipientOutcome.Invalid invalid -> invalid.reason();
            case RecipientOutcome.InDoubt inDoubt -> "in doubt: " + inDoubt.reason();
            case RecipientOutcome.Skipped skipped -> "left out: " + skipped.reason();
            case RecipientOutcome.NotTried notTried -> "not tried: " + notTried.reason();
        };
        out.println("  " + outcome.recipient() + ": " + why);
    }

    private boolean failed(Failure failure) {
        out.println("failed. " + failure.sentence() + " Reference: " + failure.reference());
        out.println("  " + failure.detail());
        return false;
    }

    private boolean cancelled(String reason) {
        out.println("cancelled. " + reason);
        return false;
    }

    static Duration took(TaskSnapshot task) {
        return Duration.between(
                task.submission().submittedAt(), task.status().endedAt().orElseThrow());
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
}
