package dev.errand.progress;

import java.util.List;

/**
 * What a varying quantity was like: its middle, and what it fell below or exceeded one time in ten each.
 *
 * @param low the 10 % quantile, zero or more
 * @param middle the median or the mean, at least {@code low}
 * @param high the 90 % quantile, at least {@code middle}
 */
record Spread(double low, double middle, double high) {

    private static final double TENTH = 0.1;

    /** Nothing is that exact: at least so far from the middle, as a share of it. */
    private static final double LEAST = 0.05;

    /** The median of sorted values, at least one, and the range for so few of them. */
    static Spread of(List<Double> sorted) {
        return around(quantile(sorted, 0.5), sorted);
    }

    /**
     * A middle that is known better than from sorted values, at least one, and their range. Few values show less than
     * the whole range there is, so with {@code n} of them it is made wider by the factor {@code 1 + 2 / n}.
     */
    static Spread around(double middle, List<Double> sorted) {
        double wider = 1 + 2.0 / sorted.size();
        double below = wider * (middle - quantile(sorted, TENTH));
        double above = wider * (quantile(sorted, 1 - TENTH) - middle);
        return new Spread(
                Math.max(0, middle - Math.max(below, LEAST * middle)),
                middle,
                middle + Math.max(above, LEAST * middle));
    }

    /** The quantile of sorted values, at least one, with what lies between two of them taken as a straight line. */
    static double quantile(List<Double> sorted, double share) {
        double place = share * (sorted.size() - 1);
        int below = (int) place;
        int above = Math.min(below + 1, sorted.size() - 1);
        return sorted.get(below) + (place - below) * (sorted.get(above) - sorted.get(below));
    }

    Spread times(double factor) {
        return new Spread(low * factor, middle * factor, high * factor);
    }

    Spread minus(double amount) {
        return new Spread(Math.max(0, low - amount), Math.max(0, middle - amount), Math.max(0, high - amount));
    }

    /** Further apart by so much at either end, but not below zero. */
    Spread widerBy(double margin) {
        return new Spread(Math.max(0, low - margin), middle, high + margin);
    }

    /** Not further from the middle than by this factor. */
    Spread within(double factor) {
        return new Spread(Math.max(low, middle / factor), middle, Math.min(high, middle * factor));
    }

    /** Something between this one, for a weight of 0, and the other one, for a weight of 1. */
    Spread towards(Spread other, double weight) {
        return new Spread(
                (1 - weight) * low + weight * other.low,
                (1 - weight) * middle + weight * other.middle,
                (1 - weight) * high + weight * other.high);
    }

    boolean isFinite() {
        return Double.isFinite(high);
    }

    boolean holds(double value) {
        return low <= value && value <= high;
    }
}
