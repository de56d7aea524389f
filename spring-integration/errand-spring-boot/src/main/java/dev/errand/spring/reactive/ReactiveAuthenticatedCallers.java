package dev.errand.spring.reactive;

import dev.errand.spring.TaskOwnerResolver;
import dev.errand.web.Caller;
import dev.errand.web.Permission;
import java.security.Principal;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Callers as Spring Security knows them. Whoever has one of some roles is an operator; everybody else has tasks of her own. */
public final class ReactiveAuthenticatedCallers implements ReactiveTaskCallerResolver {

    private final TaskOwnerResolver owners;
    private final Set<String> operatorAuthorities;
    private final RoleHierarchy hierarchy;

    /**
     * Asks for authentications.
     *
     * @param owners says which owner an authentication is
     * @param operatorRoles the roles of operators, without {@code ROLE_}
     * @param hierarchy knows which roles follow from others
     */
    public ReactiveAuthenticatedCallers(TaskOwnerResolver owners, Set<String> operatorRoles, RoleHierarchy hierarchy) {
        this.owners = owners;
        this.hierarchy = hierarchy;
        this.operatorAuthorities =
                operatorRoles.stream().map(role -> "ROLE_" + role).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public Mono<Caller> callerOf(ServerWebExchange exchange) {
        return exchange.<Principal>getPrincipal()
                .filter(principal -> !(principal instanceof AnonymousAuthenticationToken))
                .map(principal -> new Caller(owners.ownerOf(principal), principal.getName(), permissionsOf(principal)));
    }

    private Set<Permission> permissionsOf(Principal principal) {
        boolean operator = principal instanceof Authentication authentication
                && hierarchy.getReachableGrantedAuthorities(authentication.getAuthorities()).stream()
                        .map(GrantedAuthority::getAuthority)
                        .anyMatch(authority -> authority != null && operatorAuthorities.contains(authority));
        return operator ? Permission.ofOperators() : Permission.ofUsers();
    }
}
