package dev.errand.web.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import dev.errand.web.Caller;
import dev.errand.web.HttpCall;
import dev.errand.web.HttpFields;
import dev.errand.web.HttpReply;
import dev.errand.web.TaskHttp;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks over HTTP, behind the server of the JDK. To be set as the handler of {@code /background-tasks}, in a server whose
 * executor makes a thread for each call, such as {@code Executors.newVirtualThreadPerTaskExecutor()}.
 */
public final class TaskHttpHandler implements HttpHandler {

    private static final Logger LOG = LoggerFactory.getLogger(TaskHttpHandler.class);
    private static final int CHUNKED = 0;
    private static final int NO_BODY = -1;
    private static final int INTERNAL_ERROR = 500;

    private final TaskHttp tasks;
    private final Function<HttpExchange, Optional<Caller>> callers;

    /**
     * Serves tasks.
     *
     * @param tasks what to serve
     * @param callers finds out who makes a call, by the means of the host; empty if nobody has signed in
     */
    public TaskHttpHandler(TaskHttp tasks, Function<HttpExchange, Optional<Caller>> callers) {
        this.tasks = tasks;
        this.callers = callers;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try {
            send(tasks.handle(callOf(exchange)), exchange);
        } catch (RuntimeException | Error e) {
            LOG.error("A call of {} failed", exchange.getRequestURI(), e);
            fail(exchange);
        }
    }

    /** The server itself leaves who called to wait for ever after an error, and closes without an answer otherwise. */
    private static void fail(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (exchange.getResponseCode() < 0) {
                exchange.sendResponseHeaders(INTERNAL_ERROR, NO_BODY);
            }
        }
    }

    /**
     * The call that an exchange is, for a host's own endpoint that {@linkplain TaskHttp#submit submits} a task.
     *
     * @param exchange as the server gave it
     * @return the call
     */
    public HttpCall callOf(HttpExchange exchange) {
        URI uri = exchange.getRequestURI();
        String scheme = exchange instanceof HttpsExchange ? "https" : "http";
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        HttpCall.Target target = new HttpCall.Target(
                scheme + "://" + host,
                "",
                Optional.ofNullable(uri.getRawPath()).orElse("/"),
                Optional.ofNullable(uri.getRawQuery()).orElse(""));
        return new HttpCall(
                exchange.getRequestMethod(),
                target,
                new HttpFields(exchange.getRequestHeaders()),
                callers.apply(exchange),
                exchange.getRequestBody());
    }

    /**
     * Sends a reply, such as that of {@link TaskHttp#submit}, and closes the exchange when all is sent.
     *
     * @param reply what to send
     * @param exchange where to
     * @throws IOException if the caller is gone, or a file cannot be read to its end
     */
    public static void send(HttpReply reply, HttpExchange exchange) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        reply.headers().forEach(headers::set);
        switch (reply.body()) {
            case HttpReply.Nothing nothing -> {
                exchange.sendResponseHeaders(reply.status(), NO_BODY);
                exchange.close();
            }
            case HttpReply.Text text -> send(exchange, reply.status(), text.bytes());
            case HttpReply.Content content -> send(exchange, reply.status(), content);
            case HttpReply.Events events -> send(exchange, reply.status(), events);
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        try (exchange;
                OutputStream out = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(status, body.length == 0 ? NO_BODY : body.length);
            out.write(body);
        }
    }

    private static void send(HttpExchange exchange, int status, HttpReply.Content content) throws IOException {
        try (exchange;
                InputStream bytes = content.bytes()) {
            exchange.sendResponseHeaders(status, content.length() == 0 ? NO_BODY : content.length());
            bytes.transferTo(exchange.getResponseBody());
        }
    }

    /** The thread of the call goes home, and the stream goes on with its own. */
    private static void send(HttpExchange exchange, int status, HttpReply.Events events) throws IOException {
        boolean started = false;
        try {
            exchange.sendResponseHeaders(status, CHUNKED);
            events.stream().start(exchange.getResponseBody(), exchange::close);
            started = true;
        } finally {
            if (!started) {
                events.stream().close();
                exchange.close();
            }
        }
    }
}
