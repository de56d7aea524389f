package dev.errand.web.figures;

import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The tasks of one type that wait for room to run. Where more wait than are listed, those for longest are not among them, since
 * a registry lists the newest first: the numbers are then the least that there are.
 *
 * @param type the name of the type
 * @param tasks how many wait
 * @param oldest the one that has waited longest
 * @param waited how long that is
 */
public record Queue(String type, int tasks, TaskSnapshot oldest, Duration waited) {

    /**
     * Those that wait, by type.
     *
     * @param sample the latest tasks
     * @return the type with the longest wait first
     */
    public static List<Queue> of(Sample sample) {
        Map<String, List<TaskSnapshot>> byType = new TreeMap<>();
        for (TaskSnapshot task : sample.waiting()) {
            if (task.state() == TaskState.QUEUED) {
                byType.computeIfAbsent(task.submission().type(), name -> new ArrayList<>())
                        .add(task);
            }
        }
        return byType.entrySet().stream()
                .map(entry -> of(entry.getKey(), entry.getValue(), sample.at()))
                .sorted(Comparator.comparing(Queue::waited).reversed())
                .toList();
    }

    private static Queue of(String type, List<TaskSnapshot> tasks, Instant now) {
        TaskSnapshot oldest =
                tasks.stream().min(Comparator.comparing(Queue::waitsSince)).orElseThrow();
        Duration wait = Duration.between(waitsSince(oldest), now);
        return new Queue(type, tasks.size(), oldest, wait.isNegative() ? Duration.ZERO : wait);
    }

    /** Since it came into the queue, which may be for the second time. */
    private static Instant waitsSince(TaskSnapshot task) {
        return task.status().timeline().isEmpty()
                ? task.submission().startsAt()
                : task.status().timeline().getLast().at();
    }
}
