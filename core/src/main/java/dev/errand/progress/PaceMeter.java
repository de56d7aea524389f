package dev.errand.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * Watches one attempt: its rate, whether it stands still, and how long it still needs.
 *
 * <p>The time left is worked out from two sources, each a likely time with a range from its 10 % to its 90 % quantile.
 *
 * <ul>
 *   <li><em>Own measurement</em>: the work left, times what a piece of work took over the latest {@link Milestones};
 *       the range is that of their single steps, made wider by how far the attempt as a whole was quicker or slower
 *       than lately (what has changed may change on, or back) and by the time of one unit. Heard after five seconds and
 *       two percent of the work, since the first units are not like the others.
 *   <li><em>Earlier runs</em> of the same type, at least three: the quantiles of their time for a unit, times the units
 *       left; in a plan, of their whole duration, times the share left; with no total, of what runs that lasted longer
 *       than this one had still before them. Heard from the first moment on.
 * </ul>
 *
 * <p>Both are mixed in proportion: with a share {@code s} of the work done, the own measurement has the weight
 * {@code min(1, 4 s)}, so after a quarter it speaks alone. The mix is {@link Confidence#GOOD} when the own measurement
 * has many steps, no more than a tenth of such drift, a range less than half as wide as its middle and five percent of
 * the work behind it, and agrees with the earlier runs (lies within their range) as long as those have a say. Shares
 * are of what this attempt had to do, so what an earlier attempt did counts neither for the rate nor as experience.
 *
 * <p>It is overdue when it has lasted a fifth longer than the slowest of at least three earlier runs would have taken for
 * as much work, and ten seconds: nobody waits anxiously for less.
 *
 * <p>Not thread-safe. Times are nanoseconds since the attempt began; a clock that goes back is taken to stand still.
 */
final class PaceMeter {

    private static final double OWN_AFTER_SECONDS = 5;
    private static final double OWN_AFTER_SHARE = 0.02;
    private static final double GOOD_AFTER_SHARE = 0.05;
    private static final double GOOD_WIDTH = 0.5;
    private static final double OWN_WEIGHT_OF_SHARE = 4;
    private static final double OVERDUE_AFTER_SECONDS = 10;
    private static final double OVERDUE_AFTER_TIMES = 1.2;

    /**
     * What there is to do.
     *
     * @param share what this attempt has done of it
     * @param left what it still has to do, in units or shares of the whole
     * @param unit how much of that one unit is
     */
    private record Work(double share, double left, double unit, boolean inShares) {}

    private final long startNanos;
    private final long processedBefore;
    private final RunHistory history;
    private final long stallNanos;

    private @Nullable RateWindow window;
    private @Nullable Milestones milestones;
    private boolean milestonesInShares;
    private long now;
    private long lastChange;
    private long lastProcessed;

    PaceMeter(long startNanos, long processedBefore, RunHistory history, Duration stallAfter) {
        this.startNanos = startNanos;
        this.processedBefore = processedBefore;
        this.history = history;
        this.stallNanos = nanos(stallAfter);
        this.lastProcessed = processedBefore;
    }

    /** The pace at this moment; units processed never fall from call to call. */
    Pace paceAt(long nanoTime, long processed, Course course) {
        now = Math.max(now, nanoTime - startNanos);
        if (processed > lastProcessed) {
            lastProcessed = processed;
            lastChange = now;
        }
        OptionalDouble unitsPerSecond = window().perSecond(now, processed);
        Milestones steps = milestones(course, processed);
        double done = course.workDone(processed);
        Optional<Spread> secondsPerWork = steps.secondsPerWork(now, done);
        boolean measurable = course.knowsTotal() && !course.isExceeded(processed);
        double left = measurable ? course.workLeft(processed) : 0;
        double here = steps.workSinceBegin(done);
        boolean overdue = isOverdue(measurable ? slowest(course, here + left) : slowestWithoutTotal());
        if (now - lastChange >= stallNanos) {
            return new Pace(unitsPerSecond, Optional.empty(), Optional.of(Duration.ofNanos(now - lastChange)), overdue);
        }
        if (!measurable) {
            return new Pace(unitsPerSecond, withoutTotal(), Optional.empty(), overdue);
        }
        Work work = new Work(here / (here + left), left, course.workOfUnit(), course.isPlanned());
        Optional<TimeLeft> timeLeft = left > 0 ? timeLeft(secondsPerWork, work) : Optional.empty();
        return new Pace(unitsPerSecond, timeLeft, Optional.empty(), overdue);
    }

    private boolean isOverdue(OptionalDouble slowestSeconds) {
        double seconds = now / 1e9;
        return slowestSeconds.isPresent()
                && seconds > Math.max(OVERDUE_AFTER_SECONDS, OVERDUE_AFTER_TIMES * slowestSeconds.getAsDouble());
    }

    private OptionalDouble slowest(Course course, double work) {
        OptionalDouble perWork = course.isPlanned() ? history.slowestSeconds() : history.slowestSecondsPerUnit();
        return perWork.isEmpty() ? perWork : OptionalDouble.of(perWork.getAsDouble() * work);
    }

    /** A whole run says nothing about the rest of one that was begun elsewhere. */
    private OptionalDouble slowestWithoutTotal() {
        return processedBefore > 0 ? OptionalDouble.empty() : history.slowestSeconds();
    }

    /** Made when somebody looks for the first time: most of many tasks that wait are never looked at. */
    private RateWindow window() {
        if (window == null) {
            window = new RateWindow(processedBefore);
        }
        return window;
    }

    /** Units cannot be compared with shares: a plan begins anew. */
    private Milestones milestones(Course course, long processed) {
        boolean inShares = course.isPlanned();
        if (milestones == null) {
            milestones = new Milestones(0, inShares ? 0 : processedBefore);
        } else if (milestonesInShares != inShares) {
            milestones = new Milestones(now, course.workDone(processed));
        }
        milestonesInShares = inShares;
        return milestones;
    }

    /** What the history of whole runs says. It says nothing about the rest of a run that was begun elsewhere. */
    private Optional<TimeLeft> withoutTotal() {
        return processedBefore > 0
                ? Optional.empty()
                : history.secondsAfter(now / 1e9).map(rest -> timeLeft(rest, Confidence.LOW));
    }

    private Optional<TimeLeft> timeLeft(Optional<Spread> secondsPerWork, Work work) {
        Optional<Spread> earlier =
                (work.inShares ? history.seconds() : history.secondsPerUnit()).map(perWork -> perWork.times(work.left));
        Optional<Spread> own = secondsPerWork
                .filter(perWork -> now / 1e9 >= OWN_AFTER_SECONDS && work.share >= OWN_AFTER_SHARE)
                .map(perWork -> perWork.times(work.left).widerBy(perWork.middle() * work.unit))
                .filter(Spread::isFinite);
        if (own.isEmpty()) {
            return earlier.map(rest -> timeLeft(rest, Confidence.LOW));
        }
        double weight = Math.min(1, OWN_WEIGHT_OF_SHARE * work.share);
        boolean agreed = weight == 1
                || earlier.isEmpty()
                || earlier.get().holds(own.get().middle());
        boolean good = agreed && work.share >= GOOD_AFTER_SHARE && isSteady(secondsPerWork.orElseThrow());
        Spread mixed = earlier.isEmpty() ? own.get() : earlier.get().towards(own.get(), weight);
        return Optional.of(timeLeft(mixed, good ? Confidence.GOOD : Confidence.LOW));
    }

    private boolean isSteady(Spread perWork) {
        return milestones != null
                && milestones.areManyWithoutDrift()
                && perWork.high() - perWork.low() <= GOOD_WIDTH * perWork.middle();
    }

    private static TimeLeft timeLeft(Spread seconds, Confidence confidence) {
        return new TimeLeft(duration(seconds.middle()), duration(seconds.low()), duration(seconds.high()), confidence);
    }

    /** Longer than a long holds is as long as it holds: 292 years. */
    static Duration duration(double seconds) {
        return Duration.ofNanos(Math.round(seconds * 1e9));
    }

    private static long nanos(Duration duration) {
        boolean longer = duration.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0;
        return longer ? Long.MAX_VALUE : duration.toNanos();
    }
}
