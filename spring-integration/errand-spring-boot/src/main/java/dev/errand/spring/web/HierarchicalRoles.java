package dev.errand.spring.web;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.access.hierarchicalroles.RoleHierarchy;
import org.springframework.security.core.Authentication;

/** Roles as Spring Security knows them, with those that follow from others: a request tells only of what was granted itself. */
public final class HierarchicalRoles implements CallerRoles {

    private final RoleHierarchy hierarchy;

    /**
     * Roles with those that follow from them.
     *
     * @param hierarchy knows which follow from which
     */
    public HierarchicalRoles(RoleHierarchy hierarchy) {
        this.hierarchy = hierarchy;
    }

    @Override
    public boolean has(HttpServletRequest request, String role) {
        return request.isUserInRole(role)
                || (request.getUserPrincipal() instanceof Authentication authentication
                        && follows(authentication, "ROLE_" + role));
    }

    private boolean follows(Authentication authentication, String authority) {
        return hierarchy.getReachableGrantedAuthorities(authentication.getAuthorities()).stream()
                .anyMatch(reached -> authority.equals(reached.getAuthority()));
    }
}
