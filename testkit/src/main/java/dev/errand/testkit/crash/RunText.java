package dev.errand.testkit.crash;

import dev.errand.TaskSnapshot;
import dev.errand.TimelineEntry;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A run that went wrong, in the message of a failed assertion. */
final class RunText {

    private RunText() {}

    static String of(String type, String disturbance, String what, @Nullable Throwable how, TaskSnapshot task) {
        return "Task \"" + type + "\", " + disturbance + ", " + what + (how == null ? "" : ":\n" + indented(how))
                + "\nIts timeline:\n"
                + task.status().timeline().stream().map(RunText::line).collect(Collectors.joining("\n"));
    }

    private static String indented(Throwable how) {
        return String.valueOf(how.getMessage()).strip().indent(2).stripTrailing();
    }

    private static String line(TimelineEntry step) {
        String by = step.by().isEmpty() ? "" : " by " + step.by();
        String note = step.note().isEmpty() ? "" : ": " + step.note();
        return "  attempt " + step.attempt() + "  " + step.state() + by + note;
    }
}
