package dev.errand.spring.web;

import dev.errand.spring.TaskOwnerResolver;
import dev.errand.web.Caller;
import dev.errand.web.Permission;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;
import java.util.Set;

/**
 * Callers by the principal of a request and its roles, which Spring Security and containers tell alike. Whoever has one of some
 * roles is an operator; everybody else has tasks of her own.
 */
public final class PrincipalCallers implements TaskCallerResolver {

    private final TaskOwnerResolver owners;
    private final Set<String> operatorRoles;
    private final CallerRoles roles;

    /**
     * Asks for principals, and requests for their roles.
     *
     * @param owners says which owner a principal is
     * @param operatorRoles the roles of operators
     */
    public PrincipalCallers(TaskOwnerResolver owners, Set<String> operatorRoles) {
        this(owners, operatorRoles, HttpServletRequest::isUserInRole);
    }

    /**
     * Asks for principals.
     *
     * @param owners says which owner a principal is
     * @param operatorRoles the roles of operators
     * @param roles says which roles a principal has
     */
    public PrincipalCallers(TaskOwnerResolver owners, Set<String> operatorRoles, CallerRoles roles) {
        this.owners = owners;
        this.operatorRoles = Set.copyOf(operatorRoles);
        this.roles = roles;
    }

    @Override
    public Optional<Caller> callerOf(HttpServletRequest request) {
        return Optional.ofNullable(request.getUserPrincipal())
                .map(principal -> new Caller(owners.ownerOf(principal), principal.getName(), permissionsIn(request)));
    }

    private Set<Permission> permissionsIn(HttpServletRequest request) {
        boolean operator = operatorRoles.stream().anyMatch(role -> roles.has(request, role));
        return operator ? Permission.ofOperators() : Permission.ofUsers();
    }
}
