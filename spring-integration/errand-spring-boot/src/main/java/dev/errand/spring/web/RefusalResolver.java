package dev.errand.spring.web;

import dev.errand.ErrandException;
import dev.errand.TaskRefusedException;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.web.TaskHttp;
import dev.errand.web.servlet.TaskServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.ModelAndView;

/**
 * Turns what an engine refuses in a controller into a problem with the right status, and a registry that is away into one that
 * says when to try again, unless the application has a handler of its own for that: in the controller, or one of an advice that
 * names the exception. It has to come before the resolver that asks those, since a handler for all exceptions takes these, too.
 */
public final class RefusalResolver implements HandlerExceptionResolver {

    private final TaskHttp tasks;
    private final TaskServlet servlet;
    private final OwnExceptionHandlers own;

    /**
     * Resolves refusals.
     *
     * @param tasks makes the answer
     * @param servlet sends it
     * @param others the resolvers that come after this one
     */
    public RefusalResolver(TaskHttp tasks, TaskServlet servlet, List<HandlerExceptionResolver> others) {
        this.tasks = tasks;
        this.servlet = servlet;
        this.own = new OwnExceptionHandlers(others);
    }

    @Override
    public @Nullable ModelAndView resolveException(
            HttpServletRequest request, HttpServletResponse response, @Nullable Object handler, Exception thrown) {
        if (!(thrown instanceof ErrandException refusal)
                || !isForNow(refusal)
                || response.isCommitted()
                || own.take(thrown, handler)) {
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
