package dev.errand.spring.declaration;

import dev.errand.TaskContext;
import dev.errand.spring.TaskDeclarationException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Optional;
import org.springframework.core.ResolvableType;
import org.springframework.util.ClassUtils;

/**
 * What goes in and what comes out of a declared task.
 *
 * @param where it is declared, for messages
 * @param input a class; {@code Void} for none
 * @param result a class; {@code Void} for none
 */
record Signature(String where, Class<?> input, Class<?> result) {

    private static final String REMEDY = "A task method takes its input and a TaskContext, or one of them, or nothing,"
            + " and is not private; what it takes and returns is a class without type parameters, such as a record.";

    static Signature of(Class<?> type, Method method) {
        String where = type.getName() + "." + method.getName();
        if (Modifier.isPrivate(method.getModifiers())) {
            throw refused(where + " is private");
        }
        Optional<ResolvableType> input = Optional.empty();
        boolean withContext = false;
        for (int i = 0; i < method.getParameterCount(); i++) {
            ResolvableType parameter = ResolvableType.forMethodParameter(method, i, type);
            if (parameter.resolve() == TaskContext.class) {
                if (withContext) {
                    throw refused(where + " takes two contexts");
                }
                withContext = true;
            } else if (input.isPresent()) {
                throw refused(where + " takes more than one input");
            } else {
                input = Optional.of(parameter);
            }
        }
        return of(
                where,
                input.orElse(ResolvableType.forClass(Void.class)),
                ResolvableType.forMethodReturnType(method, type));
    }

    static Signature of(String where, ResolvableType input, ResolvableType result) {
        return new Signature(where, plain(where, "input", input), plain(where, "result", result));
    }

    private static Class<?> plain(String where, String what, ResolvableType type) {
        Class<?> plain = type.resolve();
        if (plain == null) {
            throw refused(where + " has an unknown type of " + what + ": " + type);
        }
        if (plain == void.class) {
            return Void.class;
        }
        if (plain.getTypeParameters().length > 0) {
            throw refused(where + " has " + what + "s of type " + type
                    + ", of which nothing but the name of the class would be known when they are read again");
        }
        return ClassUtils.resolvePrimitiveIfNecessary(plain);
    }

    private static TaskDeclarationException refused(String message) {
        return new TaskDeclarationException(message, REMEDY);
    }
}
