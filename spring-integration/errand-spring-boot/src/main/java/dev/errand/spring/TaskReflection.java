package dev.errand.spring;

import dev.errand.BackgroundTask;
import dev.errand.TaskContext;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.annotation.ReflectiveProcessor;
import org.springframework.core.ResolvableType;

/** Tells a native image what a declared task needs: its method to be called, its input and result to be written and read. */
final class TaskReflection implements ReflectiveProcessor {

    private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

    TaskReflection() {}

    @Override
    public void registerReflectionHints(ReflectionHints hints, AnnotatedElement element) {
        if (element instanceof Method method) {
            hints.registerMethod(method, ExecutableMode.INVOKE);
            for (Class<?> parameter : method.getParameterTypes()) {
                bind(hints, parameter);
            }
            bind(hints, method.getReturnType());
        } else if (element instanceof Class<?> type) {
            for (Class<?> each :
                    ResolvableType.forClass(BackgroundTask.class, type).resolveGenerics(Void.class)) {
                bind(hints, each);
            }
        }
    }

    private void bind(ReflectionHints hints, Class<?> type) {
        if (type != TaskContext.class && type != Void.class && type != void.class) {
            binding.registerReflectionHints(hints, (Type) type);
        }
    }
}
