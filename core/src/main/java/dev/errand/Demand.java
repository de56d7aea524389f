package dev.errand;

import java.util.Set;

/**
 * What a task needs in order to run: room among those of its type, permits for what it shares with others, and a kind of
 * thread.
 *
 * @param maxRunning how many tasks of the type run at the same time, 1 or more
 * @param resources the names of what its tasks share with others, such as a database for reports; how many may use it at
 *     the same time, the engine knows
 * @param computing whether it runs on a platform thread, since it computes rather than waits
 */
public record Demand(int maxRunning, Set<String> resources, boolean computing) {

    /** Any number, nothing shared, on the engine's usual threads. */
    public static final Demand DEFAULT = new Demand(Integer.MAX_VALUE, Set.of(), false);

    /**
     * Checks the limit and the names.
     *
     * @throws InvalidInputException if the limit is zero or less, or a name is blank or too long
     */
    public Demand {
        if (maxRunning < 1) {
            throw new InvalidInputException("max running", maxRunning, "be 1 or more");
        }
        resources = Set.copyOf(resources);
        resources.forEach(Demand::requireName);
    }

    private static void requireName(String resource) {
        if (resource.isBlank()) {
            throw new InvalidInputException("resource", resource, "not be blank");
        }
        Texts.requireLine("resource", resource);
    }
}
