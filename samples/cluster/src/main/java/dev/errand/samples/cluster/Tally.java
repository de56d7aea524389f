package dev.errand.samples.cluster;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What was to happen, compared with what has happened according to those to whom it has.
 *
 * @param once how many have happened once, and are not in doubt
 * @param inDoubt those of which the tasks say that nobody knows
 * @param happened those of them that have happened all the same
 * @param twice those that have happened more than once
 * @param leftOut those that have not happened, although nobody is in doubt about them
 */
record Tally(int once, Set<String> inDoubt, Set<String> happened, Set<String> twice, Set<String> leftOut) {

    static Tally of(Collection<String> wanted, List<String> happenings, List<String> doubts) {
        Set<String> seen = new HashSet<>();
        Set<String> twice = new TreeSet<>();
        for (String happening : happenings) {
            if (!seen.add(happening)) {
                twice.add(happening);
            }
        }
        Set<String> inDoubt = new TreeSet<>(doubts);
        Set<String> leftOut = new TreeSet<>(wanted);
        leftOut.removeAll(seen);
        leftOut.removeAll(inDoubt);
        Set<String> happened = new TreeSet<>(inDoubt);
        happened.retainAll(seen);
        seen.removeAll(inDoubt);
        seen.removeAll(twice);
        return new Tally(seen.size(), inDoubt, happened, twice, leftOut);
    }

    /** Whether each has happened once, or is said to be in doubt. */
    boolean isRight() {
        return twice.isEmpty() && leftOut.isEmpty();
    }
}
