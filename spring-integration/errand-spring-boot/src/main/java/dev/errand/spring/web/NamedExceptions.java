package dev.errand.spring.web;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** Tells a handler that an application has made for some kind of exception from one that takes whatever comes. */
public final class NamedExceptions {

    private static final Set<Class<?>> WHATEVER_COMES =
            Set.of(Throwable.class, Exception.class, RuntimeException.class);

    private NamedExceptions() {}

    /**
     * Whether a method is there for an exception.
     *
     * @param handler a method with {@link ExceptionHandler}
     * @param kind the class of the exception
     * @return true if it names this class, or one above it that says more than {@link RuntimeException} does
     */
    public static boolean areHandledBy(Method handler, Class<?> kind) {
        return namedBy(handler).stream()
                .anyMatch(named -> named.isAssignableFrom(kind) && !WHATEVER_COMES.contains(named));
    }

    private static List<Class<?>> namedBy(Method handler) {
        ExceptionHandler annotation = AnnotatedElementUtils.findMergedAnnotation(handler, ExceptionHandler.class);
        return annotation == null || annotation.exception().length == 0
                ? Arrays.asList(handler.getParameterTypes())
                : Arrays.asList(annotation.exception());
    }
}
