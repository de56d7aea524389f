package dev.errand.engine;

import dev.errand.Priority;
import dev.errand.Sharing;
import dev.errand.Submission;
import dev.errand.SubmitOptions;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.TraceParent;
import dev.errand.When;
import dev.errand.progress.Progress;
import dev.errand.registry.Instead;
import dev.errand.registry.TaskEntry;
import dev.errand.registry.TaskRegistry;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a submission looks like as a task, before anybody has accepted it, and which other tasks may stand in for it. */
final class Drafts {

    private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);

    private final TimeSource time;
    private final TimeOrderedIds ids;
    private final Supplier<Optional<TraceParent>> traces;

    /**
     * Drafts of submissions.
     *
     * @param traces the trace of the calling thread
     */
    Drafts(TimeSource time, Supplier<Optional<TraceParent>> traces) {
        this.time = time;
        this.ids = new TimeOrderedIds(time);
        this.traces = traces;
    }

    TaskEntry entry(
            Definition<?, ?> definition, @Nullable Object input, SubmitOptions options, Optional<Desk.Again> again) {
        return new TaskEntry(firstSnapshot(definition, options, again), input);
    }

    Instead insteadOf(Sharing sharing) {
        return sharing.equals(Sharing.NONE)
                ? Instead.NOTHING
                : new Instead(
                        sharing.whileUnended() != Sharing.SingleFlight.ALLOW,
                        sharing.freshFor().map(this::ago));
    }

    /** Any age beyond that of the epoch is any age at all. */
    private Instant ago(Duration age) {
        Instant now = time.instant();
        Duration longest = Duration.between(Instant.EPOCH, now);
        return age.compareTo(longest) < 0 ? now.minus(age) : Instant.EPOCH;
    }

    /** Refuses a submission that another task stands in for, if that was not asked for the same thing. */
    static void requireSameWish(TaskRegistry registry, TaskEntry known, TaskEntry asked, SubmitOptions options) {
        TaskSnapshot task = known.snapshot();
        boolean sameInput = registry.haveSameInput(known, asked);
        boolean sameKey = options.key().isPresent()
                && options.key().equals(task.submission().key());
        boolean sameOrigin = task.submission()
                .terms()
                .retryOf()
                .equals(asked.snapshot().submission().terms().retryOf());
        if (sameKey && !(sameInput && sameOrigin)) {
            throw new TaskRefusedException(
                    TaskRefusedException.Reason.KEY_IN_USE,
                    "key \"" + options.key().get() + "\" belongs to task " + task.id() + ", which "
                            + (sameInput ? "does not do the same one again" : "has another input")
                            + ": use another key, or that task",
                    task.id());
        }
        boolean mayJoin = sameInput && options.sharing().whileUnended() == Sharing.SingleFlight.JOIN;
        if (!sameKey && !task.state().isFinal() && !mayJoin) {
            throw new TaskRefusedException(
                    TaskRefusedException.Reason.ALREADY_RUNNING,
                    "task " + task.id() + " of the same type and owner has not ended"
                            + (sameInput ? "" : ", and has another input") + ": wait for it, or cancel it",
                    task.id());
        }
    }

    /** What a submission asked for, to be asked for again: all of it but the key and the time. */
    static SubmitOptions optionsOf(Submission submission, Optional<String> key) {
        return new SubmitOptions(
                submission.owner(),
                Optional.of(submission.title()),
                key,
                When.NOW,
                submission.terms().priority(),
                Sharing.NONE);
    }

    /** Tracing that fails must not cost a task. */
    private Optional<TraceParent> traceOfThread() {
        try {
            return traces.get();
        } catch (RuntimeException e) {
            LOG.debug("The trace of a submission cannot be told", e);
            return Optional.empty();
        }
    }

    private TaskSnapshot firstSnapshot(Definition<?, ?> definition, SubmitOptions options, Optional<Desk.Again> again) {
        Instant now = time.instant();
        String type = definition.type().name();
        Instant startsAt = switch (options.when()) {
            case When.After(var delay) -> delay.isZero() ? now : now.plus(delay);
            case When.At(Instant instant) -> instant.isAfter(now) ? instant : now;
        };
        Optional<TraceParent> trace = options.trace().or(this::traceOfThread);
        boolean plain =
                options.key().isEmpty() && options.priority() == Priority.NORMAL && again.isEmpty() && trace.isEmpty();
        Submission.Terms terms = plain
                ? Submission.Terms.PLAIN
                : new Submission.Terms(options.key(), options.priority(), again.map(Desk.Again::task), trace);
        TaskStatus waits = startsAt.equals(now) ? TaskStatus.queued() : TaskStatus.scheduled();
        return new TaskSnapshot(
                ids.next(),
                1,
                new Submission(type, options.owner(), options.title().orElse(type), terms, now, startsAt),
                again.map(why -> TaskStatus.queued(why.command(), now)).orElse(waits),
                Progress.NOT_STARTED,
                List.of());
    }
}
