package dev.errand.spring.reactive;

import dev.errand.web.Caller;
import dev.errand.web.HttpCall;
import dev.errand.web.HttpFields;
import dev.errand.web.HttpReply;
import dev.errand.web.TaskHttp;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebHandler;
import reactor.core.publisher.Mono;

/**
 * Tasks over HTTP, in a reactive application. What blocks, as a database does, runs on threads of its own; an event stream has
 * one as everywhere, and none of the server's.
 */
public final class TaskWebHandler implements WebHandler, AutoCloseable {

    private final TaskHttp tasks;
    private final ReactiveTaskCallerResolver callers;
    private final CallThreads threads = new CallThreads();
    private final ReplySender sender = new ReplySender(threads);

    /**
     * Serves tasks.
     *
     * @param tasks what to serve
     * @param callers finds out who makes a call
     */
    public TaskWebHandler(TaskHttp tasks, ReactiveTaskCallerResolver callers) {
        this.tasks = tasks;
        this.callers = callers;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange) {
        return answer(exchange, () -> new CallBody(exchange.getRequest().getBody()), tasks::handle);
    }

    /**
     * Answers an exchange by hand, as an endpoint of the host's own that {@linkplain TaskHttp#submit submits} a task. What the
     * exchange brings is the host's to read.
     *
     * @param exchange as the server gave it
     * @param work makes the answer; may block
     * @return completes when all is sent
     */
    public Mono<Void> answer(ServerWebExchange exchange, Function<HttpCall, HttpReply> work) {
        return answer(exchange, InputStream::nullInputStream, work);
    }

    /** Lets calls that have begun end, and takes no more. */
    @Override
    public void close() {
        threads.close();
    }

    /** What a call brings, read when somebody wants it. */
    @FunctionalInterface
    private interface Body {
        InputStream open();
    }

    private Mono<Void> answer(ServerWebExchange exchange, Body body, Function<HttpCall, HttpReply> work) {
        return callers.callerOf(exchange)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .flatMap(caller -> onAThread(() -> {
                    try (InputStream bytes = body.open()) {
                        return work.apply(callOf(exchange.getRequest(), caller, bytes));
                    }
                }))
                .flatMap(reply -> sender.send(reply, exchange.getResponse()))
                .doOnDiscard(HttpReply.class, HttpReply::discard);
    }

    /** Makes a reply. */
    @FunctionalInterface
    private interface Making {
        HttpReply make() throws IOException;
    }

    /** Also an error is told, or the caller would wait for ever. */
    private Mono<HttpReply> onAThread(Making making) {
        return Mono.create(sink -> threads.execute(() -> {
            try {
                sink.success(making.make());
            } catch (Throwable e) {
                sink.error(e);
            }
        }));
    }

    private static HttpCall callOf(ServerHttpRequest request, Optional<Caller> caller, InputStream body) {
        HttpCall.Target target = new HttpCall.Target(
                originOf(request.getURI()),
                request.getPath().contextPath().value(),
                request.getPath().pathWithinApplication().value(),
                Optional.ofNullable(request.getURI().getRawQuery()).orElse(""));
        return new HttpCall(request.getMethod().name(), target, fieldsOf(request.getHeaders()), caller, body);
    }

    /** As the server knows it, which is what a proxy has told it if it believes that: the {@code Host} may be that of the proxy's own call. */
    private static String originOf(URI called) {
        return called.getScheme() + "://" + called.getRawAuthority();
    }

    private static HttpFields fieldsOf(HttpHeaders headers) {
        Map<String, List<String>> fields = new LinkedHashMap<>();
        headers.forEach(fields::put);
        return new HttpFields(fields);
    }
}
