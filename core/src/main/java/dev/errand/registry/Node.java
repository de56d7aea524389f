package dev.errand.registry;

import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * An engine that works on the tasks of a registry which others may share.
 *
 * <p>What tells nodes apart is the random id that each engine gets when it is built. The name is for people, and two nodes
 * may well have the same.
 *
 * @param id random, and new with each start
 * @param name such as {@code web-1}; one line of up to 200 characters
 * @param startedAt when it was built
 * @param capacity how many tasks it runs at the same time, zero or more
 * @param types the names of the task types that it has the code of
 */
public record Node(UUID id, String name, Instant startedAt, int capacity, Set<String> types) {

    /** Copies the names. */
    public Node {
        types = Set.copyOf(types);
    }
}
