package dev.errand.registry;

import dev.errand.Demand;
import dev.errand.Owner;
import dev.errand.Permits;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What may start: tasks of which types, and how many at the same time.
 *
 * @param types the types that can be run, by their names, and what a task of each needs
 * @param permits how many tasks of an owner run at the same time, and how many use a resource
 * @param taken tasks that are about to start: they count as running, and are not offered again
 */
public record Admission(Map<String, Demand> types, Permits permits, Set<Candidate> taken) {

    /** Copies the collections. */
    public Admission {
        types = Map.copyOf(types);
        taken = Set.copyOf(taken);
    }

    /**
     * Whether what runs may keep anything from starting.
     *
     * @return false if it is a matter of order alone what starts next
     */
    public boolean hasLimits() {
        return permits.ofOwner() < Integer.MAX_VALUE
                || types.values().stream()
                        .anyMatch(demand -> demand.maxRunning() < Integer.MAX_VALUE
                                || !demand.resources().isEmpty());
    }

    /**
     * The same for some types only, when some tasks are about to start.
     *
     * @param room whether there is room for a task with such a demand
     * @param starting tasks that are about to start
     * @return a changed copy
     */
    public Admission within(Predicate<Demand> room, Set<Candidate> starting) {
        Map<String, Demand> some = types.entrySet().stream()
                .filter(type -> room.test(type.getValue()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Admission(some, permits, starting);
    }

    /**
     * The same without the types of which as many run as may, or that use a resource which is used up.
     *
     * @param running what runs
     * @return a changed copy
     */
    public Admission withRoom(Collection<Candidate> running) {
        Turns turns = new Turns(this, running);
        Map<String, Demand> open = types.entrySet().stream()
                .filter(type -> turns.hasRoomFor(type.getKey(), type.getValue()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Admission(open, permits, taken);
    }

    /**
     * Who has as many running as may be.
     *
     * @param running what runs
     * @return those who have, in no order
     */
    public List<Owner> ownersWithoutRoom(Collection<Candidate> running) {
        return new Turns(this, running).ownersWithoutRoom();
    }

    /**
     * Chooses those that may start: by priority, then by turns between owners, those with fewer running tasks first, then by
     * age; as many as the limits leave room for.
     *
     * @param running what runs, of all types
     * @param waiting what waits, the oldest first; what is taken, or of other types, is left out
     * @param atMost how many at most
     * @return the chosen, in their order
     */
    public List<Candidate> choose(Collection<Candidate> running, Collection<Candidate> waiting, int atMost) {
        return new Turns(this, running).choose(waiting, atMost);
    }
}
