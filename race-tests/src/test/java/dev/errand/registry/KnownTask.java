package dev.errand.registry;

import dev.errand.Command;
import dev.errand.Failure;
import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.RetryScope;
import dev.errand.Submission;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.progress.Progress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** A registry in memory that knows one task, and the words to ask something of it. */
class KnownTask {

    static final Lease FIRST = new Lease(new UUID(0, 1));
    static final Lease SECOND = new Lease(new UUID(0, 2));

    private static final String OWNER = "bob";
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Duration AGE = Duration.ofDays(1);
    private static final Command COMMAND = Command.by("olga");
    private static final Outcome.Cancelled<String> CANCELLED = new Outcome.Cancelled<>("", Optional.empty());
    private static final Outcome<String> FAILED =
            new Outcome.Failed<>(new Failure("", "", "", Optional.empty()), Optional.empty());
    private static final String KEY = "key";

    private final MemoryTaskRegistry registry = new MemoryTaskRegistry(new Retention(10, AGE));

    KnownTask() {
        registry.add(task(1, Optional.empty(), OWNER), Instead.NOTHING);
    }

    final boolean apply(Transition transition) {
        return registry.apply(id(1), transition).isPresent();
    }

    final boolean report(Lease lease, RunReport report) {
        return registry.report(id(1), lease, report).isPresent();
    }

    static Transition start(Lease lease) {
        return Transition.start(lease, NOON);
    }

    static Transition complete(Lease lease) {
        return Transition.end(lease, new Outcome.Succeeded<>("done"), Progress.NOT_STARTED, NOON);
    }

    static Transition fail(Lease lease) {
        return Transition.end(lease, FAILED, Progress.NOT_STARTED, NOON);
    }

    static Transition interrupt(Lease lease) {
        return Transition.interrupt(lease, Progress.NOT_STARTED, Optional.empty(), NOON);
    }

    static Transition cancel() {
        return Transition.cancel(CANCELLED, "olga", NOON);
    }

    static Transition requestCancel() {
        return Transition.requestCancel(COMMAND, NOON);
    }

    static Transition forceStop() {
        return Transition.forceStop(CANCELLED, Transition.Cause.of(COMMAND, NOON));
    }

    static Transition retry() {
        return Transition.retry(RetryScope.RESUME, Owner.of(OWNER), COMMAND, NOON);
    }

    static RunReport advanced() {
        return new RunReport.Advanced(Progress.NOT_STARTED);
    }

    static RunReport saved() {
        return new RunReport.Saved("here", Progress.NOT_STARTED);
    }

    /** How many were forgotten, long after the end. */
    final int sweep() {
        return registry.sweep(NOON.plus(AGE));
    }

    /** Adds a task of ana's under a key, and ends it. */
    final void endWithKey(long number) {
        addWithKey(number);
        registry.apply(id(number), cancel());
    }

    final String addWithKey(long number) {
        return numberOf(registry.add(task(number, Optional.of(KEY), "ana"), Instead.NOTHING));
    }

    final String addUnlessUnended(long number) {
        return numberOf(registry.add(task(number, Optional.empty(), "ana"), new Instead(true, Optional.empty())));
    }

    final String foundByKey() {
        return registry.find("race", Owner.of("ana"), KEY)
                .map(KnownTask::numberOf)
                .orElse("nothing");
    }

    final String foundById(long number) {
        return registry.find(id(number)).isPresent() ? "" : ", not by id";
    }

    /** State, version, who holds it, and whether something was saved. */
    final String end() {
        return registry.find(id(1)).map(this::described).orElse("unknown");
    }

    /** State, version and whether something was saved: from one look. */
    final String found() {
        return registry.find(id(1))
                .map(entry -> entry.snapshot().state() + " v" + entry.snapshot().version() + savedIn(entry))
                .orElse("unknown");
    }

    private static String savedIn(TaskEntry entry) {
        return entry.startingPoint().checkpoint().isPresent() ? ", saved" : "";
    }

    private String described(TaskEntry entry) {
        String holder = registry.holds(id(1), FIRST) ? "the first" : "nobody";
        return entry.snapshot().state() + " v" + entry.snapshot().version() + " of "
                + (registry.holds(id(1), SECOND) ? "the second" : holder)
                + savedIn(entry);
    }

    private static String numberOf(TaskEntry entry) {
        return String.valueOf(entry.snapshot().id().value().getLeastSignificantBits());
    }

    private static TaskId id(long number) {
        return new TaskId(new UUID(0, number));
    }

    private static TaskEntry task(long number, Optional<String> key, String owner) {
        Submission.Terms terms = new Submission.Terms(key, Priority.NORMAL, Optional.empty());
        Submission submission = new Submission("race", Owner.of(owner), "Race", terms, NOON, NOON);
        return new TaskEntry(
                new TaskSnapshot(id(number), 1, submission, TaskStatus.queued(), Progress.NOT_STARTED, List.of()),
                "input");
    }
}
