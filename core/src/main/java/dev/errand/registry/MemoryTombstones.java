package dev.errand.registry;

import dev.errand.Owner;
import dev.errand.TaskId;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The latest ten thousand tasks that were forgotten: whose they were, and when that was. */
final class MemoryTombstones {

    private static final int MOST = 10_000;

    private record Tombstone(Owner owner, Instant forgottenAt) {}

    private final Map<TaskId, Tombstone> latest = new LinkedHashMap<>();

    synchronized void add(TaskId id, Owner owner, Instant now) {
        latest.put(id, new Tombstone(owner, now));
        if (latest.size() > MOST) {
            latest.remove(latest.keySet().iterator().next());
        }
    }

    synchronized Optional<Instant> find(TaskId id, Owner owner) {
        return Optional.ofNullable(latest.get(id))
                .filter(tombstone -> tombstone.owner.equals(owner))
                .map(Tombstone::forgottenAt);
    }

    synchronized void forgetBefore(Instant limit) {
        latest.values().removeIf(tombstone -> tombstone.forgottenAt.isBefore(limit));
    }
}
