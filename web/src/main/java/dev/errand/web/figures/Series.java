package dev.errand.web.figures;

import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What happened lately, in steps of equal length.
 *
 * @param from when the first step began
 * @param step how long each of them is
 * @param points what happened in each, the oldest first
 */
public record Series(Instant from, Duration step, List<Point> points) {

    /**
     * One step.
     *
     * @param succeeded how many tasks succeeded in it
     * @param failed how many failed
     * @param waited how long half of those that began in it had waited at most; empty if none began
     */
    public record Point(int succeeded, int failed, Optional<Duration> waited) {}

    /** Copies the points. */
    public Series {
        points = List.copyOf(points);
    }

    /**
     * The time up to the sample.
     *
     * @param sample the latest tasks
     * @param step how long each step is
     * @param count how many there are, 1 or more
     * @return that many points
     */
    public static Series of(Sample sample, Duration step, int count) {
        Instant from = sample.at().minus(step.multipliedBy(count));
        int[] succeeded = new int[count];
        int[] failed = new int[count];
        List<List<Duration>> waits = IntStream.range(0, count)
                .<List<Duration>>mapToObj(i -> new ArrayList<>())
                .toList();
        for (TaskSnapshot task : sample.recent()) {
            int end = task.status().endedAt().map(at -> place(at, from, step)).orElse(-1);
            if (end >= 0 && end < count && task.state() != TaskState.CANCELLED) {
                (task.state() == TaskState.FAILED ? failed : succeeded)[end]++;
            }
            firstStart(task).ifPresent(start -> {
                int begin = place(start, from, step);
                if (begin >= 0 && begin < count) {
                    waits.get(begin).add(Duration.between(task.submission().startsAt(), start));
                }
            });
        }
        List<Point> points = IntStream.range(0, count)
                .mapToObj(i -> new Point(succeeded[i], failed[i], medianOf(waits.get(i))))
                .toList();
        return new Series(from, step, points);
    }

    private static int place(Instant at, Instant from, Duration step) {
        long millis = Duration.between(from, at).toMillis();
        return Math.clamp(Math.floorDiv(millis, step.toMillis()), -1, Integer.MAX_VALUE);
    }

    private static Optional<Duration> medianOf(List<Duration> waits) {
        List<Duration> sorted = waits.stream()
                .map(wait -> wait.isNegative() ? Duration.ZERO : wait)
                .sorted()
                .toList();
        return TypeFigures.share(sorted, 50);
    }

    private static Optional<Instant> firstStart(TaskSnapshot task) {
        return task.status().timeline().stream()
                .filter(entry -> entry.state() == TaskState.RUNNING && entry.attempt() <= 1)
                .findFirst()
                .map(entry -> entry.at());
    }
}
