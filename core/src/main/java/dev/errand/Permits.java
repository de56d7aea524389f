package dev.errand;

import java.util.HashMap;
import java.util.Map;

/**
 * How many may run at the same time, beside the limit that each type has of its own.
 *
 * @param ofOwner for each owner, 1 or more
 * @param ofResource for each resource, by its name, 1 or more
 */
public record Permits(int ofOwner, Map<String, Integer> ofResource) {

    /** No limit, and no resources. */
    public static final Permits UNLIMITED = new Permits(Integer.MAX_VALUE, Map.of());

    /**
     * Checks the limits, and copies the map.
     *
     * @throws InvalidInputException if one is zero or less, or a name is blank
     */
    public Permits {
        requirePositive("max running per owner", ofOwner);
        ofResource = Map.copyOf(ofResource);
        ofResource.forEach((name, permits) -> {
            if (name.isBlank()) {
                throw new InvalidInputException("resource", name, "not be blank");
            }
            requirePositive("permits of " + name, permits);
        });
    }

    /**
     * With another limit for each owner.
     *
     * @param tasks 1 or more
     * @return a changed copy
     * @throws InvalidInputException if it is zero or less
     */
    public Permits perOwner(int tasks) {
        return new Permits(tasks, ofResource);
    }

    /**
     * With one more resource.
     *
     * @param name its name
     * @param tasks how many may use it at the same time, 1 or more
     * @return a changed copy
     * @throws InvalidInputException if it is zero or less, or the name is blank or taken
     */
    public Permits resource(String name, int tasks) {
        Map<String, Integer> more = new HashMap<>(ofResource);
        if (more.put(name, tasks) != null) {
            throw new InvalidInputException("resource", name, "be named once");
        }
        return new Permits(ofOwner, more);
    }

    private static void requirePositive(String field, int tasks) {
        if (tasks < 1) {
            throw new InvalidInputException(field, tasks, "be 1 or more");
        }
    }
}
