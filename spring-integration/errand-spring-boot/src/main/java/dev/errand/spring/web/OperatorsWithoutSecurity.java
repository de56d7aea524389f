package dev.errand.spring.web;

import dev.errand.Owner;
import dev.errand.web.Caller;
import dev.errand.web.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Operators of an application to which nobody signs in: whoever calls from this machine, or everybody. Who has signed in after
 * all, by the means of the container, is who she is.
 */
public final class OperatorsWithoutSecurity implements TaskCallerResolver {

    private static final Caller HERE =
            new Caller(Owner.of("operator-on-this-machine"), "Operator on this machine", Permission.ofOperators());
    private static final Caller ANYBODY =
            new Caller(Owner.of("operator-without-name"), "Operator without a name", Permission.ofOperators());

    private final TaskCallerResolver known;
    private final boolean everybody;

    /**
     * Asks where calls come from.
     *
     * @param known knows who has signed in
     * @param everybody whether everybody is an operator, wherever she calls from
     */
    public OperatorsWithoutSecurity(TaskCallerResolver known, boolean everybody) {
        this.known = known;
        this.everybody = everybody;
    }

    @Override
    public Optional<Caller> callerOf(HttpServletRequest request) {
        return known.callerOf(request).or(() -> nameless(request));
    }

    private Optional<Caller> nameless(HttpServletRequest request) {
        if (everybody) {
            return Optional.of(ANYBODY);
        }
        return LocalCalls.isLocal(request) ? Optional.of(HERE) : Optional.empty();
    }
}
