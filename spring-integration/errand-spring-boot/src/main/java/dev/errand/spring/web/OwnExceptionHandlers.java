package dev.errand.spring.web;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.method.ControllerAdviceBean;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.mvc.method.annotation.ExceptionHandlerExceptionResolver;

/** What an application has for exceptions of its controllers, as Spring MVC chooses from it. */
final class OwnExceptionHandlers {

    private final List<ExceptionHandlerExceptionResolver> resolvers;

    OwnExceptionHandlers(List<HandlerExceptionResolver> resolvers) {
        this.resolvers = resolvers.stream()
                .filter(ExceptionHandlerExceptionResolver.class::isInstance)
                .map(ExceptionHandlerExceptionResolver.class::cast)
                .toList();
    }

    /** What a controller does with its own exceptions is its own affair; an advice has to name them, and is for controllers. */
    boolean take(Exception thrown, @Nullable Object handler) {
        if (!(handler instanceof HandlerMethod method)) {
            return false;
        }
        Class<?> controller = method.getBeanType();
        if (new ExceptionHandlerMethodResolver(controller).resolveMethod(thrown) != null) {
            return true;
        }
        Method chosen = chosenFromAdvices(thrown, controller);
        return chosen != null && isThereFor(thrown, chosen);
    }

    private @Nullable Method chosenFromAdvices(Exception thrown, Class<?> controller) {
        for (ExceptionHandlerExceptionResolver resolver : resolvers) {
            for (Map.Entry<ControllerAdviceBean, ExceptionHandlerMethodResolver> advice :
                    resolver.getExceptionHandlerAdviceCache().entrySet()) {
                Method found = advice.getKey().isApplicableToBeanType(controller)
                        ? advice.getValue().resolveMethod(thrown)
                        : null;
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Spring takes the handler of a cause, too, where there is none for the exception itself. */
    private static boolean isThereFor(Throwable thrown, Method handler) {
        for (Throwable each = thrown; each != null; each = each.getCause()) {
            if (NamedExceptions.areHandledBy(handler, each.getClass())) {
                return true;
            }
        }
        return false;
    }
}
