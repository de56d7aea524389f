package dev.errand.spring.web;

import dev.errand.web.TaskAccepted;
import dev.errand.web.TaskHttp;
import dev.errand.web.servlet.TaskServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpEntity;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.HandlerMethodReturnValueHandlerComposite;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Lets a method of a controller return a {@link TaskAccepted}: the answer is 202 with the task, or 200 if the request says
 * {@code Prefer: wait} and the task ends in time.
 *
 * <p>It may be the body of an entity as well. What that has for headers is sent besides; the status is ours, since that of an
 * entity does not know whether the task has ended.
 */
public final class TaskAcceptedHandler implements HandlerMethodReturnValueHandler {

    private final TaskHttp tasks;
    private final TaskServlet servlet;
    private final HandlerMethodReturnValueHandlerComposite others = new HandlerMethodReturnValueHandlerComposite();

    /**
     * Handles return values.
     *
     * @param tasks makes the answer
     * @param servlet sends it
     * @param others handle entities with another body, or none
     */
    public TaskAcceptedHandler(
            TaskHttp tasks, TaskServlet servlet, List<? extends HandlerMethodReturnValueHandler> others) {
        this.tasks = tasks;
        this.servlet = servlet;
        this.others.addHandlers(others);
    }

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        Class<?> returned = returnType.getParameterType();
        return TaskAccepted.class.isAssignableFrom(returned)
                || (HttpEntity.class.isAssignableFrom(returned) && mayBeAccepted(returnType));
    }

    private static boolean mayBeAccepted(MethodParameter entity) {
        Class<?> body = ResolvableType.forMethodParameter(entity)
                .as(HttpEntity.class)
                .getGeneric()
                .toClass();
        return body.isAssignableFrom(TaskAccepted.class);
    }

    @Override
    public void handleReturnValue(
            @Nullable Object returned, MethodParameter type, ModelAndViewContainer container, NativeWebRequest request)
            throws Exception {
        switch (returned) {
            case HttpEntity<?> entity
            when entity.getBody() instanceof TaskAccepted accepted -> {
                HttpServletResponse answer = answerOf(request);
                entity.getHeaders().forEach((name, values) -> values.forEach(value -> answer.addHeader(name, value)));
                send(accepted, container, request);
            }
            case HttpEntity<?> other -> others.handleReturnValue(other, type, container, request);
            case TaskAccepted accepted -> send(accepted, container, request);
            case null, default -> container.setRequestHandled(true);
        }
    }

    private void send(TaskAccepted accepted, ModelAndViewContainer container, NativeWebRequest request)
            throws IOException {
        container.setRequestHandled(true);
        HttpServletRequest call = Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
        TaskServlet.send(tasks.submit(servlet.callOf(call), () -> accepted), call, answerOf(request));
    }

    private static HttpServletResponse answerOf(NativeWebRequest request) {
        return Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class));
    }
}
