package dev.errand;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a task stands, apart from what it counts.
 *
 * @param state its state
 * @param attempt how many attempts have begun; zero before the first
 * @param failures how many of them failed since a person last asked for the task: pauses and shutdowns do not count
 * @param losses how many of them were lost with their process since then: see {@link Restarts}
 * @param irrevocable whether it has passed its point of no return, so that it cannot be cancelled or paused
 * @param resumable whether what it did is kept, by a checkpoint or in its ledger, so that another attempt goes on from there
 * @param dueAt when another attempt follows by itself, by the registry's clock and to the microsecond; empty unless one failed
 *     or was interrupted, and where a person has to ask for another one
 * @param outcome how it ended
 * @param seen whether its owner has seen how it ended; false until it has ended, and again when it is done again
 * @param timeline how it came here, and what people did with it since it ended, the latest last; at most a hundred steps
 */
public record TaskStatus(
        TaskState state,
        int attempt,
        int failures,
        int losses,
        boolean irrevocable,
        boolean resumable,
        Optional<Instant> dueAt,
        Optional<Outcome<? extends @Nullable Object>> outcome,
        boolean seen,
        List<TimelineEntry> timeline) {

    /** The longest timeline. A task that goes back and forth for ever must not fill the memory. */
    public static final int LONGEST_TIMELINE = 100;

    private static final TaskStatus QUEUED = new TaskStatus(
            TaskState.QUEUED, 0, 0, 0, false, false, Optional.empty(), Optional.empty(), false, List.of());
    private static final TaskStatus SCHEDULED = new TaskStatus(
            TaskState.SCHEDULED, 0, 0, 0, false, false, Optional.empty(), Optional.empty(), false, List.of());

    /** Copies the timeline. */
    public TaskStatus {
        timeline = List.copyOf(timeline);
    }

    /**
     * A task that was just submitted, for now.
     *
     * @return queued, without a past
     */
    public static TaskStatus queued() {
        return QUEUED;
    }

    /**
     * A task that was just submitted because somebody wants another one done all over again.
     *
     * @param command who, and why
     * @param at when
     * @return queued, with that as its past
     */
    public static TaskStatus queued(Command command, Instant at) {
        TimelineEntry step = new TimelineEntry(at, TaskState.QUEUED, 0, command.by(), command.reason());
        return new TaskStatus(
                TaskState.QUEUED, 0, 0, 0, false, false, Optional.empty(), Optional.empty(), false, List.of(step));
    }

    /**
     * A task that was just submitted, for later.
     *
     * @return scheduled, without a past
     */
    public static TaskStatus scheduled() {
        return SCHEDULED;
    }

    /**
     * When the latest attempt began.
     *
     * @return empty before the first
     */
    public Optional<Instant> startedAt() {
        for (TimelineEntry entry : timeline.reversed()) {
            if (entry.state() == TaskState.RUNNING) {
                return Optional.of(entry.at());
            }
        }
        return Optional.empty();
    }

    /**
     * When the task ended: what people did with it since is later.
     *
     * @return empty until it has
     */
    public Optional<Instant> endedAt() {
        return state.isFinal() && !timeline.isEmpty()
                ? Optional.of(stepsToState().getLast().at())
                : Optional.empty();
    }

    /**
     * How the task came into its state.
     *
     * @return the timeline without what people did with the task since it ended
     */
    public List<TimelineEntry> stepsToState() {
        return timeline.subList(0, timeline.isEmpty() ? 0 : indexOfState() + 1);
    }

    /**
     * Whether a step is one of what people did with the task after it had ended: it led to no other state.
     *
     * @param step its place in the timeline, from zero on
     * @return false for the end itself
     */
    public boolean isAmendment(int step) {
        TaskState then = timeline.get(step).state();
        return step > 0 && then.isFinal() && timeline.get(step - 1).state() == then;
    }

    /**
     * Whether people have done something with the task since it ended, other than to see how it did.
     *
     * @return false until it has ended
     */
    public boolean isAmended() {
        return state.isFinal() && !timeline.isEmpty() && isAmendment(timeline.size() - 1);
    }

    /** No task ends twice without being done again in between: it ended with the first of the last steps in that state. */
    private int indexOfState() {
        int index = timeline.size() - 1;
        while (isAmendment(index)) {
            index--;
        }
        return index;
    }

    /**
     * The timeline with one more step.
     *
     * @param step the latest
     * @return the latest hundred
     */
    public List<TimelineEntry> timelineWith(TimelineEntry step) {
        int dropped = Math.max(0, timeline.size() + 1 - LONGEST_TIMELINE);
        List<TimelineEntry> longer = new ArrayList<>(timeline.subList(dropped, timeline.size()));
        longer.add(step);
        return longer;
    }

    /**
     * The same, after people have done something with a task that has ended. A timeline that is full loses its oldest step, but
     * neither the end nor the beginning of the latest attempt.
     *
     * @param step what they did
     * @param seenByOwner whether its owner has seen how it ended
     * @return a changed copy
     */
    public TaskStatus amended(TimelineEntry step, boolean seenByOwner) {
        List<TimelineEntry> longer = new ArrayList<>(timeline);
        if (longer.size() >= LONGEST_TIMELINE) {
            longer.remove(indexOfLeastNeeded());
        }
        longer.add(step);
        return new TaskStatus(
                state, attempt, failures, losses, irrevocable, resumable, dueAt, outcome, seenByOwner, longer);
    }

    private int indexOfLeastNeeded() {
        int end = indexOfState();
        boolean beginsWithStart = timeline.getFirst().state() == TaskState.RUNNING
                && timeline.stream().skip(1).noneMatch(entry -> entry.state() == TaskState.RUNNING);
        int index = beginsWithStart ? 1 : 0;
        return index == end ? end + 1 : index;
    }

    /**
     * The same, past the point of no return.
     *
     * @return a changed copy
     */
    public TaskStatus pastNoReturn() {
        return new TaskStatus(state, attempt, failures, losses, true, resumable, dueAt, outcome, seen, timeline);
    }

    /**
     * The same, with an end that its owner has seen.
     *
     * @return a changed copy
     */
    public TaskStatus asSeen() {
        return new TaskStatus(state, attempt, failures, losses, irrevocable, resumable, dueAt, outcome, true, timeline);
    }

    /**
     * The same, with or without something to go on from.
     *
     * @param now whether what it did is kept
     * @return a changed copy
     */
    public TaskStatus resumable(boolean now) {
        return new TaskStatus(state, attempt, failures, losses, irrevocable, now, dueAt, outcome, seen, timeline);
    }
}
