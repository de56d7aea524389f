package dev.errand.web.figures;

import dev.errand.TaskSnapshot;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * The latest tasks, as far as figures are worked out from them: nothing reads all that a registry has.
 *
 * @param at when they were listed
 * @param recent the latest submitted, in any state
 * @param running the latest of those that run, or are about to stop
 * @param waiting the latest in the queue, and the latest of others that neither run nor have ended
 * @param failed the latest of those that failed
 * @param full which of these are not all there are
 */
public record Sample(
        Instant at,
        List<TaskSnapshot> recent,
        List<TaskSnapshot> running,
        List<TaskSnapshot> waiting,
        List<TaskSnapshot> failed,
        Full full) {

    /** How many tasks each list has at most. */
    public static final int SIZE = 1_000;

    /**
     * Which lists were cut off, whatever anybody may see of them.
     *
     * @param recent whether older tasks are left out
     * @param queued whether tasks are left out that have been in the queue for longer
     * @param putOff whether older tasks are left out of those that neither run, nor are in the queue, nor have ended
     * @param running whether older tasks are left out that run
     * @param failed whether older tasks are left out that failed
     */
    public record Full(boolean recent, boolean queued, boolean putOff, boolean running, boolean failed) {}

    /** Copies the lists. */
    public Sample {
        recent = List.copyOf(recent);
        running = List.copyOf(running);
        waiting = List.copyOf(waiting);
        failed = List.copyOf(failed);
    }

    /**
     * Only those that somebody may see.
     *
     * @param visible tells them
     * @return a smaller copy
     */
    public Sample only(Predicate<TaskSnapshot> visible) {
        return new Sample(
                at, some(recent, visible), some(running, visible), some(waiting, visible), some(failed, visible), full);
    }

    private static List<TaskSnapshot> some(List<TaskSnapshot> tasks, Predicate<TaskSnapshot> visible) {
        return tasks.stream().filter(visible).toList();
    }
}
