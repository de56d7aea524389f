package dev.errand.engine;

import dev.errand.ErrandException;
import dev.errand.Failure;
import dev.errand.TaskFailedException;
import dev.errand.TaskId;
import dev.errand.progress.Progress;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Turns what a task threw into what its owner and the operator are told. */
final class Failures {

    private static final int LONGEST_TEXT = 8_192;
    private static final String UNEXPECTED = "The task could not finish because of an unexpected error.";

    private Failures() {}

    static Failure of(TaskId id, Throwable thrown) {
        return new Failure(id.reference(), cut(sentenceFor(thrown)), detailOf(thrown), Optional.of(thrown));
    }

    static TaskFailedException tooMany(Progress progress) {
        return new TaskFailedException("Too many items failed: " + progress.failed() + " of " + progress.processed()
                + " so far. The task was stopped.");
    }

    /** For a task that was given up, since it was lost with its process again and again. */
    static Failure lost(TaskId id, int losses) {
        return new Failure(
                id.reference(),
                "The task was given up: the process that ran it was lost " + losses + " times.",
                "given up after " + losses + " attempts that were lost with their process",
                Optional.empty());
    }

    /** For a task that waited for an application that can read it, and none has come. */
    static Failure waitedTooLong(TaskId id, Throwable why) {
        return new Failure(
                id.reference(),
                "The task was given up: it has waited too long for an application that can run it.",
                detailOf(why),
                Optional.of(why));
    }

    /** Only texts that are made for people are shown to them; others may hold hosts, paths and secrets. */
    static String sentenceFor(Throwable thrown) {
        return switch (thrown) {
            case ErrandException own -> textOf(() -> own.sentenceForOwner().orElse(UNEXPECTED), UNEXPECTED);
            case TimeoutException late -> "The task took too long and was stopped.";
            default -> UNEXPECTED;
        };
    }

    private static String detailOf(Throwable thrown) {
        return cut(textOf(thrown::toString, thrown.getClass().getName()));
    }

    /** Not in the middle of a character that takes two. */
    private static String cut(String text) {
        if (text.length() <= LONGEST_TEXT) {
            return text;
        }
        int end = LONGEST_TEXT - 1;
        return text.substring(0, Character.isHighSurrogate(text.charAt(end - 1)) ? end - 1 : end) + "…";
    }

    /** An exception's own methods may throw. */
    private static String textOf(Supplier<String> method, String otherwise) {
        try {
            return Objects.requireNonNullElse(method.get(), otherwise);
        } catch (Throwable broken) {
            return otherwise;
        }
    }
}
