package dev.errand.spring.reactive;

import dev.errand.TaskRefusedException;
import dev.errand.registry.RegistryUnavailableException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.springframework.context.ApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.method.annotation.ExceptionHandlerMethodResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * Comes before the advices of an application that handle all exceptions alike, and after all of them if one names what is handled
 * here. A handler in a controller comes before any advice.
 */
public abstract sealed class RefusalAdvice implements Ordered {

    private final RefusalExceptionHandler refusals;
    private final ApplicationContext application;
    private final BiPredicate<Method, Class<?>> names;
    private final Class<? extends Exception> handled;

    private RefusalAdvice(
            RefusalExceptionHandler refusals,
            ApplicationContext application,
            BiPredicate<Method, Class<?>> names,
            Class<? extends Exception> handled) {
        this.refusals = refusals;
        this.application = application;
        this.names = names;
        this.handled = handled;
    }

    @Override
    public int getOrder() {
        boolean theirs = Arrays.stream(application.getBeanNamesForAnnotation(ControllerAdvice.class))
                .map(application::getType)
                .filter(Objects::nonNull)
                .map(ClassUtils::getUserClass)
                .filter(advice -> !RefusalAdvice.class.isAssignableFrom(advice))
                .anyMatch(this::isNamedIn);
        return theirs ? Ordered.LOWEST_PRECEDENCE : Ordered.HIGHEST_PRECEDENCE;
    }

    private boolean isNamedIn(Class<?> advice) {
        Method chosen = new ExceptionHandlerMethodResolver(advice).resolveMethodByExceptionType(handled);
        return chosen != null && names.test(chosen, handled);
    }

    Mono<Void> answer(ServerWebExchange exchange, Exception thrown) {
        return refusals.handle(exchange, thrown);
    }

    /** For what an engine refuses. */
    @ControllerAdvice
    public static final class OfEngine extends RefusalAdvice {

        /**
         * Handles what an engine refuses.
         *
         * @param refusals answers
         * @param application has advices of its own
         * @param names whether a handler is there for a kind of exception, rather than for all of them
         */
        public OfEngine(
                RefusalExceptionHandler refusals, ApplicationContext application, BiPredicate<Method, Class<?>> names) {
            super(refusals, application, names, TaskRefusedException.class);
        }

        @ExceptionHandler
        Mono<Void> refused(TaskRefusedException thrown, ServerWebExchange exchange) {
            return answer(exchange, thrown);
        }
    }

    /** For a registry that is away. */
    @ControllerAdvice
    public static final class OfRegistry extends RefusalAdvice {

        /**
         * Handles a registry that is away.
         *
         * @param refusals answers
         * @param application has advices of its own
         * @param names whether a handler is there for a kind of exception, rather than for all of them
         */
        public OfRegistry(
                RefusalExceptionHandler refusals, ApplicationContext application, BiPredicate<Method, Class<?>> names) {
            super(refusals, application, names, RegistryUnavailableException.class);
        }

        @ExceptionHandler
        Mono<Void> away(RegistryUnavailableException thrown, ServerWebExchange exchange) {
            return answer(exchange, thrown);
        }
    }
}
