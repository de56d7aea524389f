package dev.errand.samples.firststeps;

import static dev.errand.SubmitOptions.by;
import static dev.errand.samples.firststeps.ExportClaims.EXPORT;
import static dev.errand.samples.firststeps.RemindMembers.REMIND;
import static java.time.Duration.ofHours;

import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.artifact.DirectoryArtifactStore;
import dev.errand.engine.TaskEngine;
import dev.errand.executor.TaskExecutor;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.MailTransport;
import dev.errand.mail.smtp.SmtpServer;
import dev.errand.mail.smtp.SmtpTransport;
import dev.errand.registry.TaskQuery;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What an application does with its engine: submit, answer, show, offer. */
public final class ClaimsOffice implements AutoCloseable {

    private final TaskEngine tasks;

    ClaimsOffice(ClaimStore claims, MailTransport mail, Path directory) {
        tasks = TaskEngine.builder()
                .register(EXPORT, new ExportClaims(claims))
                .register(REMIND, new RemindMembers(mail))
                .artifacts(DirectoryArtifactStore.in(directory))
                .executor(TaskExecutor.virtualThreads(50))
                .build();
    }

    static MailTransport mail(String password) {
        return SmtpTransport.to(SmtpServer.at("smtp.example.org", 587).login("claims", password));
    }

    /** Answers the request at once: the id is all that a page needs. */
    String export(String user, ClaimQuery query) {
        TaskHandle<Artifact> handle = tasks.submit(EXPORT, query, by(user).title("Claims, " + query.line()));
        return handle.id().toString();
    }

    /** What the page shows, as often as it asks. */
    String progress(String user, String id) {
        return tasks.find(TaskId.parse(id), Owner.of(user))
                .map(handle -> line(handle.snapshot()))
                .orElse("There is no such task.");
    }

    private static String line(TaskSnapshot task) {
        String percent = task.percent().isPresent() ? task.percent().getAsInt() + " %" : "";
        String left = task.progress()
                .timeLeft()
                .map(time -> time.expected().toSeconds() + " s left")
                .orElse("");
        return task.title() + ": " + task.state() + " " + percent + " " + left;
    }

    /** The file for its owner; for nobody else. */
    Optional<InputStream> download(String user, String id) {
        return tasks.find(TaskId.parse(id), Owner.of(user))
                .flatMap(handle -> handle.snapshot().artifacts().stream().findFirst())
                .map(tasks.artifacts()::open);
    }

    /** Her tasks, the newest first. */
    List<String> mine(String user) {
        return tasks.list(TaskQuery.newest(50).ownedBy(Owner.of(user))).stream()
                .map(ClaimsOffice::line)
                .toList();
    }

    /** In the night, and only once however often somebody clicks. */
    TaskHandle<CampaignReport> remindTonight(String user, Members members) {
        return tasks.submit(REMIND, members, by(user).delay(ofHours(8)).key("reminder-2026"));
    }

    boolean cancel(String user, String id) {
        return tasks.find(TaskId.parse(id), Owner.of(user))
                .map(TaskHandle::cancel)
                .orElse(false);
    }

    static String describe(Outcome<Artifact> outcome) {
        return switch (outcome) {
            case Outcome.Succeeded<Artifact>(Artifact file) -> "Ready: " + file.fileName();
            case Outcome.Partial<Artifact>(Artifact file, long failed) -> "Ready, but " + failed + " rows are missing";
            case Outcome.Failed<Artifact>(Failure failure, var kept) ->
                failure.sentence() + " Reference " + failure.reference();
            case Outcome.Cancelled<Artifact>(String reason, var kept) -> reason;
        };
    }

    @Override
    public void close() {
        tasks.close();
    }
}
