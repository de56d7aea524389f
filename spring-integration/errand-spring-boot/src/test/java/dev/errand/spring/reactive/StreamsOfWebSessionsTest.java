package dev.errand.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.InvalidInputException;
import dev.errand.engine.TaskEngine;
import dev.errand.web.TaskHttp;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.server.context.WebSessionServerSecurityContextRepository;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebSession;
import reactor.core.publisher.Hooks;
import reactor.core.publisher.Mono;

@Timeout(60)
class StreamsOfWebSessionsTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final String ATTRIBUTE =
            WebSessionServerSecurityContextRepository.DEFAULT_SPRING_SECURITY_CONTEXT_ATTR_NAME;

    private final AtomicReference<Throwable> dropped = new AtomicReference<>();

    StreamsOfWebSessionsTest() {
        Hooks.onErrorDropped(dropped::set);
    }

    @AfterEach
    void forgetsTheHook() {
        Hooks.resetOnErrorDropped();
    }

    @Test
    void whoCanOwnNothingSignsOutWithoutAnError() {
        MockServerWebExchange exchange = MockServerWebExchange.from(MockServerHttpRequest.post("/logout"));
        sessionOf(exchange)
                .getAttributes()
                .put(ATTRIBUTE, new SecurityContextImpl(new TestingAuthenticationToken("ana", "secret")));
        AtomicReference<String> asked = new AtomicReference<>();
        try (TaskEngine engine = TaskEngine.inMemory();
                TaskHttp http = TaskHttp.on(engine).build()) {
            StreamsOfWebSessions streams = new StreamsOfWebSessions(http, principal -> {
                asked.set(principal.getName());
                throw new InvalidInputException("owner id", principal.getName(), "be shorter");
            });
            streams.filter(exchange, StreamsOfWebSessionsTest::signOut).block(LONG);
        }
        assertThat(asked).hasValue("ana");
        assertThat(dropped).as("what nobody has caught").hasNullValue();
    }

    private static Mono<Void> signOut(ServerWebExchange exchange) {
        return Mono.fromRunnable(() -> sessionOf(exchange).getAttributes().remove(ATTRIBUTE));
    }

    private static WebSession sessionOf(ServerWebExchange exchange) {
        WebSession session = exchange.getSession().block(LONG);
        if (session == null) {
            throw new AssertionError("no session");
        }
        return session;
    }
}
