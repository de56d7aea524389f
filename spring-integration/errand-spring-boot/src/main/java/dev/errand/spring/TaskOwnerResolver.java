package dev.errand.spring;

import dev.errand.Owner;
import java.security.Principal;

/**
 * Says whose tasks those of a principal are. A bean of this type replaces the usual one, which takes the principal's name for
 * the id, and knows no tenants.
 *
 * <p>The id should be one that never changes and is never given to somebody else, such as the subject of a token. It is the only
 * thing about a person that is kept with her tasks.
 */
@FunctionalInterface
public interface TaskOwnerResolver {

    /**
     * The owner that a principal is.
     *
     * @param principal whoever is logged in
     * @return her id and tenant
     * @throws dev.errand.InvalidInputException if her name cannot be an owner's id
     */
    Owner ownerOf(Principal principal);
}
