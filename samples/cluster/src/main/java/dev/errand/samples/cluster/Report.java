package dev.errand.samples.cluster;

import static dev.errand.samples.cluster.Report.Results.resultsOf;

import dev.errand.Artifact;
import dev.errand.Outcome;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TimelineEntry;
import dev.errand.registry.NodeStatus;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Says what has become of everything, by what the tasks say of themselves and by what the world around them has seen. */
final class Report {

    private static final int MOST_LISTED = 8;

    /**
     * The worker that was killed.
     *
     * @param worker its name
     * @param at when
     */
    record Killed(String worker, Instant at) {}

    /** What tasks have left behind. */
    static final class Results {

        private Results() {}

        /** The results of a class, of those tasks that have one. */
        static <R> List<R> resultsOf(List<TaskSnapshot> tasks, Class<R> type) {
            return tasks.stream()
                    .flatMap(task -> task.outcome().stream())
                    .flatMap(outcome -> switch (outcome) {
                        case Outcome.Succeeded<?>(Object result) -> Optional.ofNullable(result).stream();
                        case Outcome.Partial<?>(Object result, long failed) -> Optional.ofNullable(result).stream();
                        case Outcome.Failed<?> failed -> failed.kept().stream();
                        case Outcome.Cancelled<?> cancelled -> cancelled.kept().stream();
                    })
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }
    }

    private final PrintStream out;
    private final List<TaskSnapshot> tasks;

    Report(PrintStream out, List<TaskSnapshot> tasks) {
        this.out = out;
        this.tasks = tasks;
    }

    private void say(String format, Object... values) {
        out.printf(Locale.ROOT, format + "%n", values);
    }

    /** True if all tasks that were accepted have come to a good end. */
    boolean tasks() {
        long done = tasks.stream()
                .filter(task -> task.state() == TaskState.SUCCEEDED)
                .count();
        long failed = tasks.stream().filter(task -> task.state().isFinal()).count() - done;
        say("%nTasks");
        say("  %d accepted, %d done, %d failed, %d lost", tasks.size(), done, failed, tasks.size() - done - failed);
        tasks.stream()
                .filter(task -> task.state() != TaskState.SUCCEEDED)
                .forEach(task -> say(
                        "    %s: %s",
                        task.title(), task.outcome().map(Object::toString).orElse("" + task.state())));
        return done == tasks.size();
    }

    /** True if the worker that was killed has left something to take over, and all of it was. */
    boolean takeOvers(Killed killed, Starts starts) {
        say("%nTaken over from %s, which was killed", killed.worker());
        int taken = 0;
        boolean allBegun = true;
        for (TaskSnapshot task : tasks) {
            if (lossesSince(killed.at(), task) > 0) {
                Optional<TimelineEntry> again = beginAfter(killed.at(), task);
                allBegun &= again.isPresent();
                taken++;
                say(
                        "  %-18s by %s after %s",
                        task.title(),
                        again.flatMap(step -> starts.workerOf(task.id(), step.attempt()))
                                .orElse("nobody"),
                        again.map(step -> seconds(Duration.between(killed.at(), step.at())))
                                .orElse("?"));
            }
        }
        long before = tasks.stream()
                .mapToLong(task -> lossesSince(Instant.EPOCH, task) - lossesSince(killed.at(), task))
                .sum();
        if (before > 0) {
            say(
                    "  (%d times a task had changed hands before, since a worker was too slow to say that it lives)",
                    before);
        }
        return allBegun && taken > 0;
    }

    private static long lossesSince(Instant time, TaskSnapshot task) {
        return stepsSince(time, task)
                .filter(step -> step.state() == TaskState.INTERRUPTED)
                .count();
    }

    private static Optional<TimelineEntry> beginAfter(Instant time, TaskSnapshot task) {
        return stepsSince(time, task)
                .dropWhile(step -> step.state() != TaskState.INTERRUPTED)
                .filter(step -> step.state() == TaskState.RUNNING)
                .findFirst();
    }

    private static Stream<TimelineEntry> stepsSince(Instant time, TaskSnapshot task) {
        return task.status().timeline().stream().filter(step -> !step.at().isBefore(time));
    }

    /** True if all files are there, whole and readable. */
    boolean files(Workbooks workbooks) {
        List<Artifact> files = resultsOf(tasks, Artifact.class);
        long exports = tasks.stream()
                .filter(task -> task.submission().type().equals(Office.EXPORT.name()))
                .count();
        List<String> wrong = workbooks.wrong(files);
        say("%nFiles");
        say(
                "  %d of %d workbooks are complete and were opened, %,d rows in all",
                files.size() - wrong.size(), exports, workbooks.rows());
        say("  copied to %s", workbooks.directory());
        wrong.forEach(each -> say("  WRONG: %s", each));
        return wrong.isEmpty() && files.size() == exports;
    }

    /** True if each claim was paid once, or is said to be in doubt. */
    boolean payments(List<String> approved, List<String> transfers) {
        List<String> doubts = resultsOf(tasks, Payments.class).stream()
                .flatMap(payments -> payments.inDoubt().stream())
                .toList();
        say("%nPayments, by the bank's own record");
        return tally(Tally.of(approved, transfers, doubts), approved.size(), "claims", "paid");
    }

    /** True if each member has got one mail, or is said to be in doubt. */
    boolean mails(List<String> members, List<String> recipients) {
        List<String> doubts = resultsOf(tasks, Reminders.class).stream()
                .flatMap(reminders -> reminders.inDoubt().stream())
                .toList();
        List<String> ofMembers =
                recipients.stream().filter(Set.copyOf(members)::contains).toList();
        say("%nMails, by the mail server's own record");
        return tally(Tally.of(members, ofMembers, doubts), members.size(), "members", "written to");
    }

    private boolean tally(Tally tally, int wanted, String what, String done) {
        say(
                "  %,d %s: %,d %s once, %d in doubt, %d twice, %d left out",
                wanted,
                what,
                tally.once(),
                done,
                tally.inDoubt().size(),
                tally.twice().size(),
                tally.leftOut().size());
        tally.inDoubt().stream()
                .limit(MOST_LISTED)
                .forEach(each -> say(
                        "    in doubt: %s (was %s%s)", each, tally.happened().contains(each) ? "" : "not ", done));
        tally.twice().stream().limit(MOST_LISTED).forEach(each -> say("    TWICE: %s", each));
        tally.leftOut().stream().limit(MOST_LISTED).forEach(each -> say("    LEFT OUT: %s", each));
        return tally.isRight();
    }

    void nodes(List<NodeStatus> nodes) {
        say("%nNodes, as an operator sees them");
        for (NodeStatus node : nodes.reversed()) {
            say("  %-10s %s", node.node().name(), node.alive() ? "alive, runs " + node.running() : "gone");
        }
    }

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
