package dev.errand.spring.web;

import dev.errand.web.TaskAccepted;
import dev.errand.web.TaskHttp;
import dev.errand.web.servlet.TaskServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodReturnValueHandler;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Lets a method of a controller return a {@link TaskAccepted}: the answer is 202 with the task, or 200 if the request says
 * {@code Prefer: wait} and the task ends in time.
 */
public final class TaskAcceptedHandler implements HandlerMethodReturnValueHandler {

    private final TaskHttp tasks;
    private final TaskServlet servlet;

    /**
     * Handles return values.
     *
     * @param tasks makes the answer
     * @param servlet sends it
     */
    public TaskAcceptedHandler(TaskHttp tasks, TaskServlet servlet) {
        this.tasks = tasks;
        this.servlet = servlet;
    }

    @Override
    public boolean supportsReturnType(MethodParameter returnType) {
        return TaskAccepted.class.isAssignableFrom(returnType.getParameterType());
    }

    @Override
    public void handleReturnValue(
            @Nullable Object returned, MethodParameter type, ModelAndViewContainer container, NativeWebRequest request)
            throws IOException {
        container.setRequestHandled(true);
        if (returned instanceof TaskAccepted accepted) {
            HttpServletRequest call = Objects.requireNonNull(request.getNativeRequest(HttpServletRequest.class));
            HttpServletResponse answer = Objects.requireNonNull(request.getNativeResponse(HttpServletResponse.class));
            TaskServlet.send(tasks.submit(servlet.callOf(call), () -> accepted), call, answer);
        }
    }
}
