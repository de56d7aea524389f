package dev.errand.spring.security;

import dev.errand.TaskContext;
import org.springframework.security.core.Authentication;

/**
 * Says who a task runs as. A bean of this type replaces the usual one, by which it is a {@link TaskAuthentication} without
 * authorities.
 */
@FunctionalInterface
public interface TaskAuthenticator {

    /**
     * The authentication for an attempt.
     *
     * @param context the attempt: its owner, its type
     * @return what Spring Security is to know while it runs
     */
    Authentication authenticationFor(TaskContext context);
}
