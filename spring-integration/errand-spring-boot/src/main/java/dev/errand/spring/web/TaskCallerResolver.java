package dev.errand.spring.web;

import dev.errand.web.Caller;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/**
 * Finds out who makes a request, and what she may do. A bean of this type replaces the usual one, which asks for the principal
 * of the request and its roles.
 */
@FunctionalInterface
public interface TaskCallerResolver {

    /**
     * Who makes a request.
     *
     * @param request as the application's security has left it
     * @return empty if nobody has signed in; the request is then refused
     */
    Optional<Caller> callerOf(HttpServletRequest request);
}
