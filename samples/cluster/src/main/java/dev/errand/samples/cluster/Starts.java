package dev.errand.samples.cluster;

import dev.errand.TaskId;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Which worker has begun which attempt of which task, as the workers have said themselves. */
final class Starts {

    private record Attempt(TaskId task, int number) {}

    private final Map<Attempt, String> workers = new ConcurrentHashMap<>();

    /** Takes note of a line of a worker, if it is about that. */
    void heard(String worker, String line) {
        String[] words = line.split(" ", -1);
        if (words[0].equals(NodeProcess.BEGINS)) {
            workers.put(new Attempt(TaskId.parse(words[1]), Integer.parseInt(words[2])), worker);
        }
    }

    /** Who has begun an attempt; empty if nobody has. */
    Optional<String> workerOf(TaskId task, int attempt) {
        return Optional.ofNullable(workers.get(new Attempt(task, attempt)));
    }

    /** Who has begun the latest attempt; empty if there is none. */
    Optional<String> workerOf(TaskId task) {
        return workers.keySet().stream()
                .filter(attempt -> attempt.task().equals(task))
                .max(Comparator.comparingInt(Attempt::number))
                .map(workers::get);
    }
}
