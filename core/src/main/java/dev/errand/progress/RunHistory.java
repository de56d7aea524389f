package dev.errand.progress;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the latest {@value #KEPT_RUNS} runs of one task type took, so that the next one can say at its start how long it
 * will need.
 *
 * <p>Enter runs that went through to their end, and only what they did themselves: half a run says nothing about a
 * whole one. Every method may be called from any thread, and waits for moments at most.
 */
public final class RunHistory {

    /** How many runs are kept; older ones are forgotten. */
    public static final int KEPT_RUNS = 50;

    /** From how many runs on something is said about the next one. */
    private static final int ENOUGH = 3;

    private record Run(double seconds, long units) {}

    /** Sorted, and what there is to say about the next run. */
    private record Learned(
            List<Double> seconds, Optional<Spread> whole, List<Double> secondsPerUnit, Optional<Spread> perUnit) {}

    private static final Learned NOTHING = new Learned(List.of(), Optional.empty(), List.of(), Optional.empty());

    /** Held for a moment. Whoever finds it held has come together with others, and one of them is enough. */
    private final AtomicBoolean busy = new AtomicBoolean();

    /** The latest runs, made with the first; guarded by {@link #busy}, as the count is. */
    private Run @Nullable [] runs;

    private int count;

    /** Null when there are runs that nobody has asked about: most are entered for nobody. */
    private volatile @Nullable Learned learned = NOTHING;

    /** Knows nothing yet. */
    public RunHistory() {}

    /**
     * Enters a run. Of several that are entered at the very same moment, some may be left out.
     *
     * @param took how long it took, zero or more
     * @param units what it processed, zero or more; with zero, only the duration counts
     * @throws IllegalArgumentException if one of them is negative
     */
    public void record(Duration took, long units) {
        if (took.isNegative() || units < 0) {
            throw new IllegalArgumentException("not a run: " + units + " units in " + took);
        }
        if (busy.compareAndSet(false, true)) {
            try {
                Run[] latest = runs == null ? new Run[KEPT_RUNS] : runs;
                latest[count++ % KEPT_RUNS] = new Run(took.getSeconds() + took.getNano() / 1e9, units);
                runs = latest;
                learned = null;
            } finally {
                busy.set(false);
            }
        }
    }

    /**
     * How long a run took.
     *
     * @param quantile 0 for the shortest, 0.5 for the median, 1 for the longest
     * @return the duration that this share of the runs did not exceed; empty while there are no runs
     * @throws IllegalArgumentException if the quantile is not between 0 and 1
     */
    public Optional<Duration> took(double quantile) {
        return quantileOf(learned().seconds, quantile);
    }

    /**
     * How long a run took for a unit.
     *
     * @param quantile 0 for the fastest run, 0.5 for the median, 1 for the slowest
     * @return the duration that this share of the runs did not exceed; empty while there are no runs with units
     * @throws IllegalArgumentException if the quantile is not between 0 and 1
     */
    public Optional<Duration> tookPerUnit(double quantile) {
        return quantileOf(learned().secondsPerUnit, quantile);
    }

    /** Seconds for a unit; empty with too few runs. */
    Optional<Spread> secondsPerUnit() {
        return learned().perUnit;
    }

    /** Seconds for a whole run; empty with too few runs. */
    Optional<Spread> seconds() {
        return learned().whole;
    }

    /**
     * Seconds for the rest of a run that has lasted so many already, going by those that lasted longer; empty with too
     * few of them. The longer a run lasts, the later it is expected to end.
     */
    Optional<Spread> secondsAfter(double elapsed) {
        List<Double> seconds = learned().seconds;
        int found = Collections.binarySearch(seconds, elapsed);
        int firstLonger = found < 0 ? -found - 1 : found + 1;
        return spreadOf(seconds.subList(firstLonger, seconds.size())).map(whole -> whole.minus(elapsed));
    }

    /** Seconds of the slowest run; empty with too few. */
    OptionalDouble slowestSeconds() {
        return lastOf(learned().seconds);
    }

    /** Seconds for a unit in the run that was slowest at it; empty with too few. */
    OptionalDouble slowestSecondsPerUnit() {
        return lastOf(learned().secondsPerUnit);
    }

    private static OptionalDouble lastOf(List<Double> sorted) {
        return sorted.size() < ENOUGH ? OptionalDouble.empty() : OptionalDouble.of(sorted.getLast());
    }

    private Learned learned() {
        Learned known = learned;
        while (known == null) {
            known = busy.compareAndSet(false, true) ? learn() : learned;
        }
        return known;
    }

    private Learned learn() {
        try {
            List<Run> kept = Stream.of(runs == null ? new Run[0] : runs)
                    .filter(Objects::nonNull)
                    .toList();
            List<Double> seconds = kept.stream().map(Run::seconds).sorted().toList();
            List<Double> perUnit = kept.stream()
                    .filter(run -> run.units > 0)
                    .map(run -> run.seconds / run.units)
                    .sorted()
                    .toList();
            Learned known = new Learned(seconds, spreadOf(seconds), perUnit, spreadOf(perUnit));
            learned = known;
            return known;
        } finally {
            busy.set(false);
        }
    }

    private static Optional<Spread> spreadOf(List<Double> sorted) {
        return sorted.size() < ENOUGH ? Optional.empty() : Optional.of(Spread.of(sorted));
    }

    private static Optional<Duration> quantileOf(List<Double> sorted, double quantile) {
        if (!(quantile >= 0 && quantile <= 1)) {
            throw new IllegalArgumentException("quantile is " + quantile + ", but must be between 0 and 1");
        }
        return sorted.isEmpty() ? Optional.empty() : Optional.of(PaceMeter.duration(Spread.quantile(sorted, quantile)));
    }
}
