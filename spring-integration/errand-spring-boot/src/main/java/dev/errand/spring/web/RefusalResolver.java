package dev.errand.spring.web;

import dev.errand.ErrandException;
import dev.errand.TaskRefusedException;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.web.TaskHttp;
import dev.errand.web.servlet.TaskServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Turns what an engine refuses in a controller into a problem with the right status, and a registry that is away into one that
 * says when to try again, unless the application has a handler of its own for that.
 */
public final class RefusalResolver implements HandlerExceptionResolver, Ordered {

    private final TaskHttp tasks;
    private final TaskServlet servlet;

    /**
     * Resolves refusals.
     *
     * @param tasks makes the answer
     * @param servlet sends it
     */
    public RefusalResolver(TaskHttp tasks, TaskServlet servlet) {
        this.tasks = tasks;
        this.servlet = servlet;
    }

    @Override
    public int getOrder() {
        return Ordered.LOWEST_PRECEDENCE;
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        if (!(thrown instanceof ErrandException refusal) || !isForNow(refusal) || response.isCommitted()) {
            return null;
        }
        try {
            TaskServlet.send(tasks.refused(servlet.callOf(request), refusal), request, response);
        } catch (IOException callerIsGone) {
            // and needs no answer
        }
        return new ModelAndView();
    }

    /** What holds for now, and is not the application's fault. */
    private static boolean isForNow(ErrandException thrown) {
        return thrown instanceof TaskRefusedException || thrown instanceof RegistryUnavailableException;
    }
}
