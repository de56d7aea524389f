package dev.errand.progress;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How long a piece of work took lately, how much that varied, and how far it has drifted since the beginning.
 *
 * <p>A milestone is set when somebody looks and work was done since the last one, which must be a second ago. The
 * latest eleven are kept. A quick task is thus measured over the last ten seconds in ten steps, and a slow one over its
 * last ten pieces of work, however long they took: a pause between two of them is no reason to doubt. Not thread-safe.
 */
final class Milestones {

    private static final int STEPS = 10;
    private static final long SPACING_NANOS = SECONDS.toNanos(1);

    /** A step that took four times as long as the others is taken for an accident. */
    private static final double CREDIBLE = 4;

    /** How far the latest steps may be from the average of all, as a share, to be called steady. */
    private static final double SMALL_DRIFT = 0.1;

    private record Milestone(long nanos, double work) {}

    private final Deque<Milestone> milestones = new ArrayDeque<>();
    private final Milestone start;
    private @Nullable Spread shape;
    private double drift;

    /** Begins with this much work done, at this time. */
    Milestones(long nanos, double work) {
        start = new Milestone(nanos, work);
        milestones.add(start);
    }

    /** Work done since the beginning. */
    double workSinceBegin(double work) {
        return work - start.work;
    }

    /** Whether enough steps were measured to trust them, at about the pace of the beginning. */
    boolean areManyWithoutDrift() {
        return milestones.size() > STEPS - 2 && drift <= SMALL_DRIFT;
    }

    /**
     * Seconds for a piece of work of size 1, at this moment; empty until work was done.
     *
     * @param nanos now: never less than in the call before
     * @param work what is done. It may fall when a total turns out to be too low, and then says nothing for a while
     */
    Optional<Spread> secondsPerWork(long nanos, double work) {
        Milestone last = milestones.getLast();
        if (nanos - last.nanos >= SPACING_NANOS && work > last.work) {
            milestones.addLast(new Milestone(nanos, work));
            if (milestones.size() > STEPS + 1) {
                milestones.removeFirst();
            }
            shape = shape();
        }
        double mean = secondsPerWork(milestones.getFirst(), nanos, work);
        if (shape == null || !(mean > 0) || Double.isInfinite(mean)) {
            return Optional.empty();
        }
        drift = Math.abs(secondsPerWork(start, nanos, work) / mean - 1);
        return Optional.of(shape.widerBy(drift).times(mean));
    }

    private static double secondsPerWork(Milestone since, long nanos, double work) {
        return (nanos - since.nanos) / 1e9 / (work - since.work);
    }

    /** The range of the steps around their mean, which is 1 here. */
    private Spread shape() {
        Milestone first = milestones.getFirst();
        Milestone last = milestones.getLast();
        double mean = (last.nanos - first.nanos) / (last.work - first.work);
        List<Double> steps = new ArrayList<>(STEPS);
        Milestone begin = first;
        for (Milestone end : milestones) {
            if (end.nanos > begin.nanos) {
                steps.add((end.nanos - begin.nanos) / (end.work - begin.work) / mean);
            }
            begin = end;
        }
        Collections.sort(steps);
        return Spread.around(1, steps).within(CREDIBLE);
    }
}
