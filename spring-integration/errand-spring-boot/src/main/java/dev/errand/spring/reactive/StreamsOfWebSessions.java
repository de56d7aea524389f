package dev.errand.spring.reactive;

import dev.errand.spring.TaskOwnerResolver;
import dev.errand.web.TaskHttp;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Mono;

/**
 * Ends the event streams of who signs out. Spring Security tells nobody of that in a reactive application, so that this looks who
 * the session is of before it, and whether it still is afterwards.
 */
public final class StreamsOfWebSessions implements WebFilter, Ordered {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsOfWebSessions.class);

    /** Before the filters of Spring Security. */
    private static final int BEFORE_SECURITY = -101;

    private static final String ATTRIBUTE =
            WebSessionServerSecurityContextRepository.DEFAULT_SPRING_SECURITY_CONTEXT_ATTR_NAME;

    private final TaskHttp tasks;
    private final TaskOwnerResolver owners;

    /**
     * Ends nothing yet.
     *
     * @param tasks whose streams
     * @param owners says which owner somebody is
     */
    public StreamsOfWebSessions(TaskHttp tasks, TaskOwnerResolver owners) {
        this.tasks = tasks;
        this.owners = owners;
    }

    @Override
    public int getOrder() {
        return BEFORE_SECURITY;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return exchange.getSession()
                .flatMap(session -> whoseIs(session)
                        .map(who -> chain.filter(exchange).doFinally(how -> endIfGone(session, who)))
                        .orElseGet(() -> chain.filter(exchange)));
    }

    private void endIfGone(WebSession session, Authentication before) {
        boolean sameOne = whoseIs(session)
                .filter(now -> now.getName().equals(before.getName()))
                .isPresent();
        if (!sameOne) {
            endStreamsOf(before);
        }
    }

    private void endStreamsOf(Authentication who) {
        try {
            tasks.endStreams(owners.ownerOf(who));
        } catch (RuntimeException e) {
            LOG.warn("Whose event streams end with a session cannot be found out, and they go on", e);
        }
    }

    private static Optional<Authentication> whoseIs(WebSession session) {
        return session.<Object>getAttribute(ATTRIBUTE) instanceof SecurityContext context
                ? Optional.ofNullable(context.getAuthentication())
                : Optional.empty();
    }
}
