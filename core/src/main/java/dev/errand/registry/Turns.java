package dev.errand.registry;

import dev.errand.Demand;
import dev.errand.Owner;
import dev.errand.Priority;
import dev.errand.TaskId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;

/** Goes round the owners of what waits, while the limits leave room. For one thread, and one round. */
final class Turns {

    /** What one owner has waiting with one priority. */
    private record Line(Owner owner, Deque<Candidate> waiting) {

        TaskId first() {
            return waiting.element().task();
        }
    }

    private final Admission admission;
    private final Set<TaskId> counted = new HashSet<>();
    private final Map<Owner, Integer> ofOwner = new HashMap<>();
    private final Map<String, Integer> ofType = new HashMap<>();
    private final Map<String, Integer> ofResource = new HashMap<>();

    Turns(Admission admission, Collection<Candidate> running) {
        this.admission = admission;
        running.forEach(this::count);
        admission.taken().forEach(this::count);
    }

    List<Candidate> choose(Collection<Candidate> waiting, int atMost) {
        List<Candidate> chosen = new ArrayList<>();
        Map<Priority, Map<Owner, Line>> byPriority = new HashMap<>();
        for (Candidate candidate : waiting) {
            if (admission.types().containsKey(candidate.type()) && !counted.contains(candidate.task())) {
                byPriority
                        .computeIfAbsent(candidate.priority(), none -> new LinkedHashMap<>())
                        .computeIfAbsent(candidate.owner(), owner -> new Line(owner, new ArrayDeque<>()))
                        .waiting()
                        .add(candidate);
            }
        }
        byPriority.entrySet().stream()
                .sorted(Map.Entry.<Priority, Map<Owner, Line>>comparingByKey().reversed())
                .forEach(lines -> goRound(lines.getValue().values(), chosen, atMost));
        return chosen;
    }

    private void goRound(Collection<Line> lines, List<Candidate> chosen, int atMost) {
        PriorityQueue<Line> turns = new PriorityQueue<>(
                Comparator.comparingInt((Line line) -> runningOf(line.owner)).thenComparing(Line::first));
        turns.addAll(lines);
        while (chosen.size() < atMost && !turns.isEmpty()) {
            Line line = turns.remove();
            Candidate next = line.waiting.remove();
            if (fits(next)) {
                count(next);
                chosen.add(next);
            }
            if (!line.waiting.isEmpty()) {
                turns.add(line); // with the number that she has running now
            }
        }
    }

    private int runningOf(Owner owner) {
        return ofOwner.getOrDefault(owner, 0);
    }

    private boolean fits(Candidate candidate) {
        return runningOf(candidate.owner()) < admission.permits().ofOwner()
                && hasRoomFor(candidate.type(), demandOf(candidate));
    }

    boolean hasRoomFor(String type, Demand demand) {
        return ofType.getOrDefault(type, 0) < demand.maxRunning()
                && demand.resources().stream().allMatch(this::isFree);
    }

    List<Owner> ownersWithoutRoom() {
        return ofOwner.entrySet().stream()
                .filter(running -> running.getValue() >= admission.permits().ofOwner())
                .map(Map.Entry::getKey)
                .toList();
    }

    private boolean isFree(String resource) {
        int permits = admission.permits().ofResource().getOrDefault(resource, 0);
        return ofResource.getOrDefault(resource, 0) < permits;
    }

    private void count(Candidate candidate) {
        if (counted.add(candidate.task())) {
            ofOwner.merge(candidate.owner(), 1, Integer::sum);
            ofType.merge(candidate.type(), 1, Integer::sum);
            demandOf(candidate).resources().forEach(name -> ofResource.merge(name, 1, Integer::sum));
        }
    }

    private Demand demandOf(Candidate candidate) {
        return admission.types().getOrDefault(candidate.type(), Demand.DEFAULT);
    }
}
