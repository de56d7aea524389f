package dev.errand.web.servlet;

import dev.errand.web.Caller;
import dev.errand.web.EventStream;
import dev.errand.web.HttpCall;
import dev.errand.web.HttpFields;
import dev.errand.web.HttpReply;
import dev.errand.web.TaskHttp;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tasks over HTTP, in a servlet container. To be mapped to {@code /background-tasks/*}, with support for asynchronous
 * calls: an event stream keeps no thread of the container, and nothing that filters have bound to one.
 */
public final class TaskServlet extends HttpServlet {

    private static final long serialVersionUID = 1L;
    private static final Logger LOG = LoggerFactory.getLogger(TaskServlet.class);

    /** What {@code ShallowEtagHeaderFilter.disableContentCaching} of Spring sets: otherwise it holds answers back to their end. */
    private static final String NOT_HELD_BACK = "org.springframework.web.filter.ShallowEtagHeaderFilter.STREAMING";

    private final transient TaskHttp tasks;
    private final transient Function<HttpServletRequest, Optional<Caller>> callers;

    /**
     * Serves tasks.
     *
     * @param tasks what to serve
     * @param callers finds out who makes a call, by the means of the host; empty if nobody has signed in
     */
    public TaskServlet(TaskHttp tasks, Function<HttpServletRequest, Optional<Caller>> callers) {
        this.tasks = tasks;
        this.callers = callers;
    }

    @Override
    protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
        send(tasks.handle(callOf(request)), request, response);
    }

    /**
     * The call that a request is, for a host's own servlet that {@linkplain TaskHttp#submit submits} a task.
     *
     * @param request as the container gave it
     * @return the call; its body is asked for when somebody reads it, so that a host may have read the request already
     */
    public HttpCall callOf(HttpServletRequest request) {
        String prefix = request.getContextPath();
        HttpCall.Target target = new HttpCall.Target(
                originOf(request),
                prefix,
                request.getRequestURI().substring(prefix.length()),
                Optional.ofNullable(request.getQueryString()).orElse(""));
        return new HttpCall(
                request.getMethod(), target, fieldsOf(request), callers.apply(request), new LateBody(request));
    }

    /**
     * As the container and its filters know it, which is what a proxy has told them if they believe it: the {@code Host} may
     * be that of the proxy's own call.
     */
    private static String originOf(HttpServletRequest request) {
        String name = request.getServerName();
        boolean bareAddress = name.indexOf(':') >= 0 && !name.startsWith("[");
        return request.getScheme() + "://" + (bareAddress ? "[" + name + "]" : name) + ":" + request.getServerPort();
    }

    /**
     * Sends a reply, such as that of {@link TaskHttp#submit}.
     *
     * @param reply what to send
     * @param request what it answers
     * @param response where to send it
     * @throws IOException if the caller is gone, or a file cannot be read to its end
     */
    public static void send(HttpReply reply, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        request.setAttribute(NOT_HELD_BACK, true);
        response.setStatus(reply.status());
        reply.headers().forEach(response::setHeader);
        switch (reply.body()) {
            case HttpReply.Nothing nothing -> {}
            case HttpReply.Text text -> {
                byte[] bytes = text.bytes();
                response.setContentLength(bytes.length);
                response.getOutputStream().write(bytes);
            }
            case HttpReply.Content content -> {
                try (InputStream bytes = content.bytes()) {
                    response.setContentLengthLong(content.length());
                    bytes.transferTo(response.getOutputStream());
                }
            }
            case HttpReply.Events events -> stream(events.stream(), request, response);
        }
    }

    /** Completed by hand, and never dispatched again: filters would be asked once more, without the caller. */
    private static void stream(EventStream events, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        boolean started = false;
        try {
            response.flushBuffer();
            AsyncContext context = request.startAsync();
            context.setTimeout(0);
            events.start(response.getOutputStream(), () -> complete(context));
            started = true;
        } finally {
            if (!started) {
                events.close();
            }
        }
    }

    private static void complete(AsyncContext context) {
        try {
            context.complete();
        } catch (IllegalStateException completed) {
            LOG.debug("The container has ended an event stream before: {}", completed.toString());
        }
    }

    private static HttpFields fieldsOf(HttpServletRequest request) {
        Map<String, List<String>> fields = Collections.list(request.getHeaderNames()).stream()
                .distinct()
                .collect(Collectors.toMap(
                        Function.identity(), name -> Collections.list(request.getHeaders(name)), (one, same) -> one));
        return new HttpFields(fields);
    }
}
