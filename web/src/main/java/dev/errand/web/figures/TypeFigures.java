package dev.errand.web.figures;

import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How the tasks of one type do.
 *
 * @param waiting how many have neither ended nor run
 * @param running how many run
 * @param ended how many of the latest tasks have ended, other than by being cancelled
 * @param failed how many of those failed
 * @param median how long the last attempt took of half of those that succeeded; empty if none did
 * @param slow how long it took at most of 95 in 100 of them
 * @param lastSuccess when one succeeded last
 * @param lastFailure when one failed last
 */
public record TypeFigures(
        int waiting,
        int running,
        int ended,
        int failed,
        Optional<Duration> median,
        Optional<Duration> slow,
        Optional<Instant> lastSuccess,
        Optional<Instant> lastFailure) {

    /**
     * Works them out.
     *
     * @param type the name of the type
     * @param sample the latest tasks of all types
     * @return its figures
     */
    public static TypeFigures of(String type, Sample sample) {
        List<TaskSnapshot> tasks = of(type, sample.recent()).toList();
        List<TaskSnapshot> succeeded = tasks.stream()
                .filter(task -> task.state() == TaskState.SUCCEEDED)
                .toList();
        List<TaskSnapshot> failed =
                tasks.stream().filter(task -> task.state() == TaskState.FAILED).toList();
        List<Duration> durations =
                succeeded.stream().map(TypeFigures::durationOf).sorted().toList();
        return new TypeFigures(
                (int) of(type, sample.waiting()).count(),
                (int) of(type, sample.running()).count(),
                succeeded.size() + failed.size(),
                failed.size(),
                share(durations, 50),
                share(durations, 95),
                lastOf(succeeded),
                lastOf(failed));
    }

    /** How long the last attempt of a task took that has ended. */
    static Duration durationOf(TaskSnapshot task) {
        Instant end = task.status().endedAt().orElse(task.submission().submittedAt());
        Duration duration = Duration.between(task.status().startedAt().orElse(end), end);
        return duration.isNegative() ? Duration.ZERO : duration;
    }

    /** By the nearest rank: a duration that was measured, and none in between. */
    static Optional<Duration> share(List<Duration> sorted, int percent) {
        int rank = (int) Math.ceil(sorted.size() * percent / 100.0);
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get(Math.max(rank, 1) - 1));
    }

    private static Stream<TaskSnapshot> of(String type, List<TaskSnapshot> tasks) {
        return tasks.stream().filter(task -> task.submission().type().equals(type));
    }

    private static Optional<Instant> lastOf(List<TaskSnapshot> tasks) {
        return tasks.stream().flatMap(task -> task.status().endedAt().stream()).max(Comparator.naturalOrder());
    }
}
