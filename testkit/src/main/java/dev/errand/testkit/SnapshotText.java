package dev.errand.testkit;

import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.progress.Progress;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A whole task in the message of a failed assertion: one line for each part, and only what says something. */
final class SnapshotText {

    private SnapshotText() {}

    static String notOneThat(String expectation, TaskSnapshot task) {
        return "Expected a task that " + expectation + ", but got this one:\n" + of(task);
    }

    private static String of(TaskSnapshot task) {
        Submission submission = task.submission();
        TaskStatus status = task.status();
        return """
                  task       %s, version %d
                  submitted  %s "%s" for %s at %s%s
                  state      %s, attempt %d%s%s
                  progress   %s
                  outcome    %s
                  artifacts  %s\
                """.formatted(
                        task.id(),
                        task.version(),
                        submission.type(),
                        submission.title(),
                        owner(submission.owner()),
                        submission.submittedAt(),
                        submission.key().map(key -> ", key \"" + key + '"').orElse(""),
                        status.state(),
                        status.attempt(),
                        status.startedAt().map(at -> ", started at " + at).orElse(""),
                        status.endedAt().map(at -> ", ended at " + at).orElse(""),
                        progress(task.progress()),
                        status.outcome().map(SnapshotText::outcome).orElse("none yet"),
                        artifacts(task.artifacts()));
    }

    private static String owner(Owner owner) {
        return owner.tenant().isEmpty() ? owner.id() : owner.id() + " of " + owner.tenant();
    }

    private static String progress(Progress progress) {
        String total = progress.total().isPresent() ? " of " + progress.total().getAsLong() : ", total unknown";
        String phase = progress.phase().name().isEmpty()
                ? ""
                : ", phase \"" + progress.phase().name() + '"';
        String message = progress.message().isEmpty() ? "" : ", message \"" + progress.message() + '"';
        return progress.done() + " done and " + progress.failed() + " failed" + total + phase + message;
    }

    private static String outcome(Outcome<? extends @Nullable Object> outcome) {
        return switch (outcome) {
            case Outcome.Succeeded<?>(Object result) -> "succeeded with " + result;
            case Outcome.Partial<?>(Object result, long failed) -> "partial, " + failed + " failed, with " + result;
            case Outcome.Failed<?>(Failure failure, var kept) ->
                "failed, \"" + failure.sentence() + "\" (" + failure.detail() + ")"
                        + kept.map(result -> ", kept " + result).orElse("");
            case Outcome.Cancelled<?>(String reason, var kept) ->
                "cancelled, \"" + reason + '"'
                        + kept.map(result -> ", kept " + result).orElse("");
        };
    }

    private static String artifacts(List<Artifact> artifacts) {
        return artifacts.isEmpty()
                ? "none"
                : artifacts.stream()
                        .map(file -> file.fileName() + " (" + file.mediaType() + ", " + file.size() + " bytes)")
                        .collect(Collectors.joining(", "));
    }
}
