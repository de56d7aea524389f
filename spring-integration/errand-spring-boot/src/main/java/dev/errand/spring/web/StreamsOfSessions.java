package dev.errand.spring.web;

import dev.errand.spring.TaskOwnerResolver;
import dev.errand.web.TaskHttp;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.event.LogoutSuccessEvent;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.session.SessionDestroyedEvent;

/**
 * Ends the event streams of who signs out, or whose session has expired. Spring Security tells of the first by itself, and of the
 * second where the application has an {@code HttpSessionEventPublisher}.
 */
public final class StreamsOfSessions implements ApplicationListener<ApplicationEvent> {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsOfSessions.class);

    private final TaskHttp tasks;
    private final TaskOwnerResolver owners;

    /**
     * Ends nothing yet.
     *
     * @param tasks whose streams
     * @param owners says which owner somebody is
     */
    public StreamsOfSessions(TaskHttp tasks, TaskOwnerResolver owners) {
        this.tasks = tasks;
        this.owners = owners;
    }

    @Override
    public void onApplicationEvent(ApplicationEvent event) {
        switch (event) {
            case LogoutSuccessEvent out -> endStreamsOf(out.getAuthentication());
            case SessionDestroyedEvent over ->
                over.getSecurityContexts().stream()
                        .map(SecurityContext::getAuthentication)
                        .forEach(this::endStreamsOf);
            default -> {
                // nobody has left
            }
        }
    }

    /** Signing out is not to fail because somebody can be nobody's owner; nor are others to be passed over. */
    private void endStreamsOf(@Nullable Authentication who) {
        if (who == null) {
            return;
        }
        try {
            tasks.endStreams(owners.ownerOf(who));
        } catch (RuntimeException e) {
            LOG.warn("Whose event streams end with a session cannot be found out, and they go on", e);
        }
    }
}
