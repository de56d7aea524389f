package dev.errand.samples.cluster;

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
            Optional<TimelineEntry> lost = lossOf(killed, task, starts);
            if (lost.isPresent()) {
                Optional<TimelineEntry> again = beginAfter(lost.get(), task);
                allBegun &= again.isPresent();
                taken++;
                String by = again.flatMap(step -> starts.workerOf(task.id(), step.attempt()))
                        .orElse("nobody");
                String after = again.map(step -> seconds(Duration.between(killed.at(), step.at())))
                        .orElse("?");
                say("  %-18s by %s after %s", task.title(), by, after);
            }
        }
        long others = tasks.stream().mapToLong(Report::losses).sum() - taken;
        if (others > 0) {
            say("  (%d times besides, a worker was too slow to say that it lives, and a task was begun again)", others);
        }
        return allBegun && taken > 0;
    }

    /** When it was found that an attempt was lost which the worker had begun that was killed. */
    private static Optional<TimelineEntry> lossOf(Killed killed, TaskSnapshot task, Starts starts) {
        return task.status().timeline().stream()
                .filter(step -> step.state() == TaskState.INTERRUPTED)
                .filter(step -> !step.at().isBefore(killed.at()))
                .filter(step -> starts.workerOf(task.id(), step.attempt())
                        .filter(killed.worker()::equals)
                        .isPresent())
                .findFirst();
    }

    private static Optional<TimelineEntry> beginAfter(TimelineEntry lost, TaskSnapshot task) {
        return task.status().timeline().stream()
                .filter(step -> step.state() == TaskState.RUNNING && step.attempt() > lost.attempt())
                .findFirst();
    }

    private static long losses(TaskSnapshot task) {
        return task.status().timeline().stream()
                .filter(step -> step.state() == TaskState.INTERRUPTED)
                .count();
    }

    /** True if all files are there, whole and readable. */
    boolean files(Workbooks workbooks) {
        List<Artifact> files = resultsOf(Artifact.class);
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
        List<String> doubts = resultsOf(Payments.class).stream()
                .flatMap(payments -> payments.inDoubt().stream())
                .toList();
        say("%nPayments, by the bank's own record");
        return tally(Tally.of(approved, transfers, doubts), approved.size(), "claims", "paid");
    }

    /** True if each member has got one mail, or is said to be in doubt. */
    boolean mails(List<String> members, List<String> recipients) {
        List<String> doubts = resultsOf(Reminders.class).stream()
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

    /** What tasks have left behind that is of a class. */
    private <R> List<R> resultsOf(Class<R> type) {
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

    static String seconds(Duration duration) {
        return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1000.0);
    }
}
