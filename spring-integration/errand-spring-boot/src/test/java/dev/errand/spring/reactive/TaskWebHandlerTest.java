package dev.errand.spring.reactive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.engine.TaskEngine;
import dev.errand.web.Caller;
import dev.errand.web.TaskHttp;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.publisher.Mono;

@Timeout(60)
class TaskWebHandlerTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    @Test
    void anErrorIsToldToTheServerAndNobodyWaitsForEver() {
        Error missing = new NoClassDefFoundError("org/example/Names");
        AtomicReference<Throwable> told = new AtomicReference<>();
        try (TaskEngine engine = TaskEngine.inMemory();
                TaskHttp http = TaskHttp.on(engine).build();
                TaskWebHandler handler = new TaskWebHandler(http, exchange -> Mono.just(Caller.user("ana")))) {
            handler.answer(MockServerWebExchange.from(MockServerHttpRequest.get("/export")), call -> {
                        throw missing;
                    })
                    .onErrorResume(error -> {
                        told.set(error);
                        return Mono.empty();
                    })
                    .block(LONG);
        }
        assertThat(told).hasValue(missing);
    }
}
