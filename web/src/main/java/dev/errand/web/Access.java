package dev.errand.web;

import dev.errand.Owner;
import dev.errand.TaskSnapshot;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks the policy. One that fails has said no. */
record Access(TaskAccessPolicy policy) {

    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    boolean allows(Caller caller, TaskAction action, TaskSnapshot task) {
        return ask(() -> policy.allows(caller, action, task));
    }

    boolean allowsListing(Caller caller, Optional<Owner> owner) {
        return ask(() -> policy.allowsListing(caller, owner));
    }

    boolean allowsSubmitting(Caller caller, String type) {
        return ask(() -> policy.allowsSubmitting(caller, type));
    }

    boolean allowsForAll(Caller caller) {
        return ask(() -> policy.allowsForAll(caller));
    }

    private boolean ask(BooleanSupplier question) {
        try {
            return question.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.error(
                    "The access policy {} failed, which counts as a no",
                    policy.getClass().getName(),
                    e);
            return false;
        }
    }
}
