package dev.errand.spring.declaration;

import dev.errand.Owner;
import dev.errand.spring.CurrentPrincipal;
import dev.errand.spring.TaskOwnerResolver;
import java.security.Principal;

/**
 * Says who submits.
 *
 * @param current knows who is logged in
 * @param resolver knows which owner that is
 */
public record Submitters(CurrentPrincipal current, TaskOwnerResolver resolver) {

    /** Whoever is logged in, or the application itself. */
    Owner now() {
        Principal principal = current.get();
        return principal == null ? Owner.APPLICATION : resolver.ownerOf(principal);
    }
}
