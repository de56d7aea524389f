package dev.errand.engine;

import dev.errand.Failure;
import dev.errand.InvalidInputException;
import dev.errand.TaskFailedException;
import dev.errand.TaskId;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/** Turns what a task threw into what its owner and the operator are told. */
final class Failures {

    private static final int LONGEST_DETAIL = 8_192;

    private Failures() {}

    static Failure of(TaskId id, Throwable thrown) {
        return new Failure(id.reference(), sentenceFor(thrown), detailOf(thrown), Optional.of(thrown));
    }

    /** Only exceptions whose texts are made for people are shown to them; others may hold hosts, paths and secrets. */
    private static String sentenceFor(Throwable thrown) {
        return switch (thrown) {
            case TaskFailedException said -> textOf(said);
            case InvalidInputException refused -> "The task could not finish: " + textOf(refused) + ".";
            case TimeoutException late -> "The task took too long and was stopped.";
            default -> "The task could not finish because of an unexpected error.";
        };
    }

    private static String detailOf(Throwable thrown) {
        String detail = textOf(thrown);
        return detail.length() <= LONGEST_DETAIL ? detail : detail.substring(0, LONGEST_DETAIL - 1) + "…";
    }

    /** An exception's own methods may throw. */
    private static String textOf(Throwable thrown) {
        try {
            boolean forPeople = thrown instanceof TaskFailedException || thrown instanceof InvalidInputException;
            return forPeople ? String.valueOf(thrown.getMessage()) : thrown.toString();
        } catch (RuntimeException broken) {
            return thrown.getClass().getName();
        }
    }
}
