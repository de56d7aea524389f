package dev.errand.progress;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What lies before an attempt: its plan, the phase it is in, and the total it expects. Immutable.
 *
 * <p>Work is measured in units without a plan, and in shares of the whole with one. A phase that begins before the one
 * before it has counted to its end moves the share on without any work; that part is known as {@code leapt}, and left
 * out of what the task is measured by.
 *
 * @param plan the phases in their order; empty without a plan
 * @param phase the phase that runs
 * @param base units processed when it began; zero without a plan
 * @param total units expected in all when it ends, or {@link #UNKNOWN}
 * @param leapt the share that was passed over without work
 */
record Course(List<Phase> plan, Phase phase, long base, long total, double leapt) {

    private static final long UNKNOWN = -1;
    private static final double TOLERANCE = 0.1;

    /** One phase, of which nothing is known. */
    static final Course UNPLANNED = new Course(List.of(), Phase.UNNAMED, 0, UNKNOWN, 0);

    /** Without a plan, from where an earlier attempt ended. */
    static Course after(Units earlier) {
        return earlier.total().isEmpty()
                ? UNPLANNED
                : UNPLANNED.total(earlier.total().getAsLong());
    }

    /** What can be told from a progress: in a plan, the beginning of the phase. */
    static Course at(Units units, Phase phase) {
        long total = phase.count() == 0 ? units.total().orElse(UNKNOWN) : UNKNOWN;
        return new Course(phase.count() == 0 ? List.of() : List.of(phase), phase, 0, total, 0);
    }

    /** The same with a plan, none of whose phases has begun. */
    Course planned(PlannedPhase... phases) {
        if (phases.length == 0) {
            throw new IllegalArgumentException("phases are none, but must be at least one");
        }
        if (isPlanned() || !phase.name().isEmpty()) {
            throw new IllegalStateException("a plan must be made once, and before the first phase begins");
        }
        return new Course(spansOf(phases), new Phase("", 0, phases.length, 0, 0), 0, total, 0);
    }

    private static List<Phase> spansOf(PlannedPhase... phases) {
        double heaviest = 0;
        for (PlannedPhase phase : phases) {
            heaviest = Math.max(heaviest, phase.weight());
        }
        double sum = 0; // of weights as shares of the heaviest, which cannot run over
        for (PlannedPhase phase : phases) {
            sum += phase.weight() / heaviest;
        }
        Set<String> names = new HashSet<>();
        List<Phase> spans = new ArrayList<>();
        double through = 0;
        for (PlannedPhase phase : phases) {
            if (!names.add(phase.name())) {
                throw new IllegalArgumentException("phase " + phase.name() + " is planned twice");
            }
            double from = Math.min(1, through / sum);
            through += phase.weight() / heaviest;
            boolean last = spans.size() == phases.length - 1;
            spans.add(new Phase(
                    phase.name(), spans.size() + 1, phases.length, from, last ? 1 : Math.min(1, through / sum)));
        }
        return List.copyOf(spans);
    }

    /** In another phase: a later one of the plan begins, any other name is only shown. */
    Course in(String name, long processed) {
        for (Phase next : plan) {
            if (next.number() > phase.number() && next.name().equals(name)) {
                return new Course(plan, next, processed, UNKNOWN, leapt + Math.max(0, next.from() - share(processed)));
            }
        }
        return new Course(plan, phase.renamed(name), base, total, leapt);
    }

    /** With another total for this phase. */
    Course total(long units) {
        return new Course(plan, phase, base, StripedCount.sum(base, units), leapt);
    }

    /** With at least so many units to come. */
    Course expecting(long units, long processed) {
        long atLeast = StripedCount.sum(processed, units);
        return atLeast <= total ? this : new Course(plan, phase, base, atLeast, leapt);
    }

    boolean isPlanned() {
        return !plan.isEmpty();
    }

    boolean knowsTotal() {
        return total != UNKNOWN;
    }

    /** Whether the total has turned out so wrong that nothing can be worked out from it. */
    boolean isExceeded(long processed) {
        return knowsTotal() && processed - total > TOLERANCE * (total - base);
    }

    /** The share of the whole that is through, 0 to 1; without a plan, 0 while the total is unknown. */
    double share(long processed) {
        return phase.from() + (phase.to() - phase.from()) * shareOfPhase(processed);
    }

    private double shareOfPhase(long processed) {
        if (!knowsTotal()) {
            return 0;
        }
        return processed >= total ? 1 : Math.max(0, processed - base) / (double) (total - base);
    }

    /** What is through of the work, in units or shares. */
    double workDone(long processed) {
        return isPlanned() ? share(processed) - leapt : processed;
    }

    /** What is still to do of the work, in units or shares; only with a total. */
    double workLeft(long processed) {
        return isPlanned() ? 1 - share(processed) : Math.max(0, total - processed);
    }

    /** How much of the work one unit is; only with a total. */
    double workOfUnit() {
        return isPlanned() ? (phase.to() - phase.from()) / Math.max(1, total - base) : 1;
    }

    /** Rounded down, and 100 only when all is through; empty where nobody can tell. */
    OptionalInt percent(long processed) {
        boolean tells = isPlanned() || total > 0;
        if (!tells || isExceeded(processed)) {
            return OptionalInt.empty();
        }
        boolean through = !phase.hasNext() && knowsTotal() && processed >= total;
        double roundingError = 1e-9;
        return OptionalInt.of(Math.min(through ? 100 : 99, (int) (100 * share(processed) + roundingError)));
    }
}
