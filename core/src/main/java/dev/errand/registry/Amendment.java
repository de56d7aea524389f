package dev.errand.registry;

import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.Owner;
import dev.errand.Submission;
import dev.errand.TaskSnapshot;
import dev.errand.TaskStatus;
import dev.errand.TimelineEntry;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What people change of a task that has ended, besides how it ended: as a value, which a registry applies as a whole or
 * refuses. It is refused unless {@linkplain #fits it fits}.
 *
 * <p>The task stays in its state, and its end when it was; the timeline has one more step, which says who did what. Whoever keeps
 * a file again until the same day adds none: others look for steps in the timeline that they must not miss.
 */
public sealed interface Amendment {

    /**
     * A store keeps one of its files for longer.
     *
     * @param before the file as the task describes it
     * @param after the same file, as the store describes it now
     * @param cause when, by whom and why
     */
    record Kept(Artifact before, Artifact after, Transition.Cause cause) implements Amendment {

        /**
         * Requires it to be one file.
         *
         * @throws InvalidInputException if it is two
         */
        public Kept {
            if (!before.id().equals(after.id())) {
                throw new InvalidInputException("file", after.id(), "be the same file as " + before.id());
            }
        }
    }

    /**
     * It belongs to somebody else.
     *
     * @param to who
     * @param cause when, by whom and why
     */
    record HandedOver(Owner to, Transition.Cause cause) implements Amendment {}

    /**
     * When, by whom and why.
     *
     * @return the cause, whose note is the reason alone
     */
    Transition.Cause cause();

    /**
     * Whether this may happen to a task, apart from its key.
     *
     * @param task the task
     * @return false if it has not ended, has no file of that description, or belongs to that owner or another tenant
     */
    default boolean fits(TaskEntry task) {
        TaskSnapshot known = task.snapshot();
        return known.state().isFinal()
                && switch (this) {
                    case Kept kept -> known.artifacts().contains(kept.before());
                    case HandedOver(Owner to, var cause) ->
                        !known.owner().equals(to) && known.owner().tenant().equals(to.tenant());
                };
    }

    /**
     * The task after this. Does not ask whether it fits.
     *
     * @param before the task before
     * @return the next version
     */
    default TaskEntry applyTo(TaskEntry before) {
        TaskSnapshot task = before.snapshot();
        return switch (this) {
            case Kept(Artifact was, Artifact is, var cause) ->
                new TaskEntry(
                        next(
                                task,
                                task.submission(),
                                task.status().seen(),
                                StartingPoint.replaced(task.artifacts(), is)),
                        before.input(),
                        before.startingPoint().keeping(is));
            case HandedOver(Owner to, var cause) ->
                new TaskEntry(
                        next(task, task.submission().ownedBy(to), false, task.artifacts()),
                        before.input(),
                        before.startingPoint());
        };
    }

    private TaskSnapshot next(TaskSnapshot task, Submission submission, boolean seen, List<Artifact> artifacts) {
        TaskStatus status = task.status();
        TimelineEntry step =
                new TimelineEntry(cause().at(), status.state(), status.attempt(), cause().by(), noteOn(task));
        TaskStatus after = isToldIn(status) ? status : status.amended(step, seen);
        return new TaskSnapshot(
                task.id(), task.version() + 1, submission, after, task.progress(), artifacts, task.downloads());
    }

    private boolean isToldIn(TaskStatus status) {
        return this instanceof Kept(Artifact was, Artifact is, var cause)
                && dayOf(was).equals(dayOf(is))
                && status.timeline().stream()
                        .skip(status.stepsToState().size())
                        .anyMatch(step -> step.note().startsWith(noteOn(is)));
    }

    private static LocalDate dayOf(Artifact file) {
        return LocalDate.ofInstant(file.expiresAt(), ZoneOffset.UTC);
    }

    private static String noteOn(Artifact kept) {
        return "Kept until " + dayOf(kept);
    }

    private String noteOn(TaskSnapshot task) {
        String what = switch (this) {
            case Kept kept -> noteOn(kept.after());
            case HandedOver(Owner to, var cause) ->
                "Handed over from " + task.owner().id() + " to " + to.id();
        };
        return cause().note().isBlank() ? what : what + ": " + cause().note();
    }
}
