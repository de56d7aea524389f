package dev.errand.spring.security;

import dev.errand.TaskContext;
import dev.errand.event.TaskInterceptor;
import org.springframework.core.Ordered;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;

/**
 * Lets each attempt run as its task, also where the context of the request came along with the submission: a task is the same
 * after a restart, or on another machine, where that is not there.
 */
public final class AuthenticatedAttempts implements TaskInterceptor, Ordered {

    private final TaskAuthenticator authenticator;

    /**
     * Wraps attempts.
     *
     * @param authenticator says who they run as
     */
    public AuthenticatedAttempts(TaskAuthenticator authenticator) {
        this.authenticator = authenticator;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE + 100;
    }

    @Override
    public void around(TaskContext context, Run run) throws Exception {
        SecurityContext before = SecurityContextHolder.getContext();
        SecurityContext own = SecurityContextHolder.createEmptyContext();
        own.setAuthentication(authenticator.authenticationFor(context));
        SecurityContextHolder.setContext(own);
        try {
            run.proceed();
        } finally {
            SecurityContextHolder.clearContext();
            if (before.getAuthentication() != null) {
                SecurityContextHolder.setContext(before);
            }
        }
    }
}
