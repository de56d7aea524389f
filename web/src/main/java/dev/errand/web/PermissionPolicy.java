package dev.errand.web;

import dev.errand.Owner;
import dev.errand.TaskSnapshot;
import java.util.Optional;

/** Goes by permissions, within one tenant. */
final class PermissionPolicy implements TaskAccessPolicy {

    @Override
    public boolean allows(Caller caller, TaskAction action, TaskSnapshot task) {
        Owner owner = task.owner();
        if (owner.equals(caller.owner()) && caller.may(action.own())) {
            return true;
        }
        return owner.tenant().equals(caller.owner().tenant())
                && action.any().filter(caller::may).isPresent();
    }

    @Override
    public boolean allowsListing(Caller caller, Optional<Owner> owner) {
        return caller.may(owner.filter(caller.owner()::equals).isPresent() ? Permission.VIEW_OWN : Permission.VIEW_ALL);
    }

    @Override
    public boolean allowsSubmitting(Caller caller, String type) {
        return caller.may(Permission.VIEW_OWN);
    }
}
