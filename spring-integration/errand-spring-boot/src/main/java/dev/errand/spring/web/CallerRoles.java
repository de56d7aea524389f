package dev.errand.spring.web;

import jakarta.servlet.http.HttpServletRequest;

/** Says which roles a caller has. */
@FunctionalInterface
public interface CallerRoles {

    /**
     * Whether she has one, or one that it follows from.
     *
     * @param request her call
     * @param role its name, without {@code ROLE_}
     * @return true if so
     */
    boolean has(HttpServletRequest request, String role);
}
