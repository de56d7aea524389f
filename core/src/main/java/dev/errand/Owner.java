package dev.errand;

/**
 * The person on whose behalf a task runs, within her organisation.
 *
 * @param id who: a stable id rather than a display name; 1 to 200 characters, none of them a control character
 * @param tenant the organisation; up to 200 characters, and empty where there is only one
 */
public record Owner(String id, String tenant) {

    /** The application itself: for tasks that nobody asked for by name. */
    public static final Owner APPLICATION = new Owner("application", "");

    /**
     * Checks both parts.
     *
     * @throws InvalidInputException if the id is blank, or one of them is too long or has control characters
     */
    public Owner {
        if (id.isBlank()) {
            throw new InvalidInputException("owner", id, "name somebody");
        }
        Texts.requireLine("owner", id);
        Texts.requireLine("tenant", tenant);
    }

    /**
     * An owner where there is only one organisation.
     *
     * @param id who
     * @return that owner, with an empty tenant
     * @throws InvalidInputException as the constructor
     */
    public static Owner of(String id) {
        return new Owner(id, "");
    }
}
