package dev.errand.web.figures;

import dev.errand.Outcome;
import dev.errand.TaskSnapshot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tasks of one type that failed for the same reason.
 *
 * @param type the name of the type
 * @param sentence what people were told
 * @param tasks how many there are
 * @param latest the one that failed last
 * @param at when that was
 */
public record FailureGroup(String type, String sentence, int tasks, TaskSnapshot latest, Instant at) {

    private record Reason(String type, String sentence) implements Comparable<Reason> {
        @Override
        public int compareTo(Reason other) {
            return Comparator.comparing(Reason::type)
                    .thenComparing(Reason::sentence)
                    .compare(this, other);
        }
    }

    /**
     * What failed lately, by type and reason.
     *
     * @param sample the latest tasks
     * @param span how long ago at most
     * @return the most frequent first
     */
    public static List<FailureGroup> of(Sample sample, Duration span) {
        Instant earliest = sample.at().minus(span);
        Map<Reason, List<TaskSnapshot>> byReason = new TreeMap<>();
        for (TaskSnapshot task : sample.failed()) {
            if (task.outcome().orElse(null) instanceof Outcome.Failed<?> failed
                    && !endOf(task).isBefore(earliest)) {
                Reason reason =
                        new Reason(task.submission().type(), failed.failure().sentence());
                byReason.computeIfAbsent(reason, first -> new ArrayList<>()).add(task);
            }
        }
        return byReason.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(FailureGroup::tasks).reversed())
                .toList();
    }

    private static FailureGroup of(Reason reason, List<TaskSnapshot> tasks) {
        TaskSnapshot latest =
                tasks.stream().max(Comparator.comparing(FailureGroup::endOf)).orElseThrow();
        return new FailureGroup(reason.type(), reason.sentence(), tasks.size(), latest, endOf(latest));
    }

    private static Instant endOf(TaskSnapshot task) {
        return task.status().endedAt().orElse(Instant.MIN);
    }
}
