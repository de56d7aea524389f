package dev.errand.mail;

import dev.errand.Artifact;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.TaskSnapshot;
import dev.errand.notice.TaskNotice;
import dev.errand.progress.Units;
import java.net.URI;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What owners are told by mail. The subject has no word that somebody has typed. */
record NoticeText(List<TaskNotice> notices, Function<TaskSnapshot, Optional<URI>> links) {

    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("d MMMM yyyy", Locale.ENGLISH);

    String subject() {
        if (notices.size() > 1) {
            long bad = notices.stream()
                    .map(TaskNotice::task)
                    .filter(task -> !isGood(task))
                    .count();
            return notices.size() + " tasks have ended" + (bad == 0 ? "" : ", " + bad + " of them not as they should");
        }
        return switch (outcomeOf(notices.getFirst().task())) {
            case Outcome.Succeeded<?> succeeded -> "Your task is done";
            case Outcome.Partial<?> partial -> "Your task is done, but not all of it";
            case Outcome.Failed<?> failed -> "Your task could not be finished";
            case Outcome.Cancelled<?> cancelled -> "Your task was stopped";
        };
    }

    String text() {
        return notices.stream().map(TaskNotice::task).map(this::about).collect(Collectors.joining("\n\n")) + "\n";
    }

    private String about(TaskSnapshot task) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add(task.title());
        lines.add(ending(task));
        keptUntil(task)
                .ifPresent(instant ->
                        lines.add("Its files are kept until " + DAY.format(instant.atOffset(ZoneOffset.UTC)) + "."));
        links.apply(task).ifPresent(link -> lines.add(link.toString()));
        return lines.toString();
    }

    private static String ending(TaskSnapshot task) {
        Units units = task.progress().units();
        return switch (outcomeOf(task)) {
            case Outcome.Succeeded<?> succeeded -> "It is done." + counted(units.done(), " units were done.");
            case Outcome.Partial<?>(var result, long failed) ->
                "It came to its end, but " + failed + " units failed." + counted(units.done(), " units were done.");
            case Outcome.Failed<?>(Failure failure, var kept) ->
                "It could not be finished: " + failure.sentence() + counted(units.done(), " units were done before.")
                        + (failure.reference().isEmpty() ? "" : " Reference " + failure.reference() + ".");
            case Outcome.Cancelled<?>(String reason, var kept) ->
                "It was stopped: " + reason + counted(units.done(), " units were done before.");
        };
    }

    private static String counted(long count, String what) {
        return count == 0 ? "" : " " + String.format(Locale.ENGLISH, "%,d", count) + what;
    }

    private static Optional<Instant> keptUntil(TaskSnapshot task) {
        return task.artifacts().stream().map(Artifact::expiresAt).min(Comparator.naturalOrder());
    }

    private static boolean isGood(TaskSnapshot task) {
        return outcomeOf(task) instanceof Outcome.Succeeded;
    }

    private static Outcome<?> outcomeOf(TaskSnapshot task) {
        return task.outcome().orElseThrow();
    }
}
