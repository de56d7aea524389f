package dev.errand.web;

import dev.errand.Owner;
import java.util.Set;

/**
 * Who makes a call, as the host's security has found out; never taken from what the call itself claims.
 *
 * @param owner whose tasks are her own: a stable id, and the tenant
 * @param display her name for people
 * @param permissions what she may do
 */
public record Caller(Owner owner, String display, Set<Permission> permissions) {

    /** Copies the set. */
    public Caller {
        permissions = Set.copyOf(permissions);
    }

    /**
     * A user, where there is only one organisation.
     *
     * @param id a stable id, which is shown as well
     * @return a caller with the permissions {@linkplain Permission#ofUsers() of users}
     * @throws dev.errand.InvalidInputException if the id is blank, too long or has control characters
     */
    public static Caller user(String id) {
        return new Caller(Owner.of(id), id, Permission.ofUsers());
    }

    /**
     * An operator, where there is only one organisation.
     *
     * @param id a stable id, which is shown as well
     * @return a caller with the permissions {@linkplain Permission#ofOperators() of operators}
     * @throws dev.errand.InvalidInputException if the id is blank, too long or has control characters
     */
    public static Caller operator(String id) {
        return new Caller(Owner.of(id), id, Permission.ofOperators());
    }

    boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
