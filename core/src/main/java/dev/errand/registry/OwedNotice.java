package dev.errand.registry;

import dev.errand.TaskId;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A notice that is owed for the end of a task.
 *
 * <p>It is replaced, not changed, and each successor is due at another instant: so whoever replaces it can tell by that whether
 * it is still as it was.
 *
 * @param task which task
 * @param version the one with which it ended
 * @param watched whether somebody was watching
 * @param dueAt when it is to be delivered, or tried again, in whole microseconds; while an engine is at it, when another one
 *     may believe that engine dead
 * @param rest what is left to do
 */
public record OwedNotice(TaskId task, long version, boolean watched, Instant dueAt, Rest rest) {

    /**
     * What is left to do.
     *
     * @param notifiers the names of those that have not delivered it, in any order
     * @param begun the one that has begun to, and must not begin twice; empty if none has
     * @param tries how often it was tried in vain
     */
    public record Rest(List<String> notifiers, String begun, int tries) {

        /** Copies the list. */
        public Rest {
            notifiers = List.copyOf(notifiers);
        }
    }

    /** Makes the instant one that every registry can keep. */
    public OwedNotice {
        dueAt = dueAt.truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Its id, the same in every process.
     *
     * @return the task's id and the version of its end
     */
    public String id() {
        return task + "-" + version;
    }

    /**
     * The same, due later.
     *
     * @param instant when; if that is no later, it is due a moment later than before
     * @return a changed copy
     */
    public OwedNotice due(Instant instant) {
        return next(instant, rest);
    }

    /**
     * After a try in vain.
     *
     * @param instant when it is tried again
     * @return a changed copy
     */
    public OwedNotice triedUntil(Instant instant) {
        return next(instant, new Rest(rest.notifiers, "", rest.tries + 1));
    }

    /**
     * A notifier is about to deliver it, and must not begin twice.
     *
     * @param notifier its name
     * @return a changed copy
     */
    public OwedNotice begunBy(String notifier) {
        return next(dueAt, new Rest(rest.notifiers, notifier, rest.tries));
    }

    /**
     * A notifier has nothing more to do with it.
     *
     * @param notifier its name
     * @return a changed copy
     */
    public OwedNotice without(String notifier) {
        List<String> others =
                rest.notifiers.stream().filter(name -> !name.equals(notifier)).toList();
        return next(dueAt, new Rest(others, "", rest.tries));
    }

    /**
     * Whether everything is done.
     *
     * @return true if no notifier has anything to do with it
     */
    public boolean isSettled() {
        return rest.notifiers.isEmpty();
    }

    private OwedNotice next(Instant instant, Rest left) {
        Instant later = dueAt.plus(Duration.ofNanos(1_000));
        return new OwedNotice(task, version, watched, instant.isAfter(later) ? instant : later, left);
    }
}
