package dev.errand.testkit.crash;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What the crash kit has tried, all of which went well. Its text is fit for a log.
 *
 * @param items how many items the undisturbed task asked for
 * @param checkpoints how many checkpoints it saved
 * @param lines one for each kind of disturbance
 */
public record CrashReport(int items, int checkpoints, List<Line> lines) {

    /** Copies the lines. */
    public CrashReport {
        lines = List.copyOf(lines);
    }

    /**
     * One kind of disturbance.
     *
     * @param disturbance which
     * @param points at how many points it can be done
     * @param tried at how many it was; fewer if there are more than the limit, and evenly spread then
     */
    public record Line(String disturbance, int points, int tried) {

        @Override
        public String toString() {
            return disturbance + ": " + (tried == points ? "all " + points : tried + " of " + points) + " points";
        }
    }

    /**
     * How often the task was run, the undisturbed run included.
     *
     * @return 1 or more
     */
    public int runs() {
        return 1 + lines.stream().mapToInt(Line::tried).sum();
    }

    @Override
    public String toString() {
        return lines.stream()
                .map(line -> "\n  " + line)
                .collect(Collectors.joining(
                        "",
                        runs() + " runs of a task with " + items + " items and " + checkpoints + " checkpoints",
                        ""));
    }
}
