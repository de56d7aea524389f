package dev.errand.spring.declaration;

import static java.util.Objects.requireNonNull;

import dev.errand.BackgroundTask;
import dev.errand.InvalidInputException;
import dev.errand.TaskType;
import dev.errand.spring.BackgroundTaskComponent;
import dev.errand.spring.BackgroundTaskMethod;
import dev.errand.spring.TaskDeclarationException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ReflectionUtils;

/** Beans that have tasks by an annotation. They are looked at by their class, and not made. */
final class AnnotatedBeans {

    private record Found(String bean, Class<?> type) {}

    private final ConfigurableListableBeanFactory beans;
    private final List<Found> all = new ArrayList<>();

    AnnotatedBeans(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
        for (String bean : beans.getBeanNamesForType(Object.class, true, false)) {
            if (!ScopedProxyUtils.isScopedTarget(bean)) {
                Class<?> type = AutoProxyUtils.determineTargetClass(beans, bean);
                if (type != null) {
                    all.add(new Found(bean, type));
                }
            }
        }
    }

    List<DeclaredTask<?, ?>> components() {
        List<DeclaredTask<?, ?>> components = new ArrayList<>();
        for (Found found : all) {
            BackgroundTaskComponent annotation =
                    AnnotatedElementUtils.findMergedAnnotation(found.type(), BackgroundTaskComponent.class);
            if (annotation != null) {
                components.add(component(found, annotation));
            }
        }
        return components;
    }

    private DeclaredTask<?, ?> component(Found found, BackgroundTaskComponent annotation) {
        String where = found.type().getName();
        if (!BackgroundTask.class.isAssignableFrom(found.type())) {
            throw new TaskDeclarationException(
                    where + " is annotated with @BackgroundTaskComponent, but is no BackgroundTask",
                    "Let it implement BackgroundTask<I, R>, or annotate a method of it with @BackgroundTaskMethod.");
        }
        ResolvableType declared = ResolvableType.forClass(BackgroundTask.class, found.type());
        Signature signature = Signature.of(where, declared.getGeneric(0), declared.getGeneric(1));
        @SuppressWarnings("unchecked") // the types of the class
        BackgroundTask<Object, Object> task =
                (input, context) -> ((BackgroundTask<Object, Object>) beans.getBean(found.bean(), BackgroundTask.class))
                        .run(input, context);
        return declared(signature, annotation.name(), annotation.title(), task);
    }

    List<DeclaredTask<?, ?>> methods() {
        List<DeclaredTask<?, ?>> methods = new ArrayList<>();
        for (Found found : all) {
            if (AnnotationUtils.isCandidateClass(found.type(), BackgroundTaskMethod.class)) {
                annotatedMethods(found.type()).forEach(method -> methods.add(method(found, method)));
            }
        }
        return methods;
    }

    /** Beans that are tasks by their class, and have no annotation that says so. */
    List<String> unregistered() {
        return all.stream()
                .filter(found -> BackgroundTask.class.isAssignableFrom(found.type()))
                .filter(found -> !AnnotatedElementUtils.hasAnnotation(found.type(), BackgroundTaskComponent.class))
                .filter(found -> annotatedMethods(found.type()).isEmpty())
                .map(Found::bean)
                .toList();
    }

    private static Set<Method> annotatedMethods(Class<?> type) {
        ReflectionUtils.MethodFilter annotated =
                method -> AnnotatedElementUtils.hasAnnotation(method, BackgroundTaskMethod.class);
        return MethodIntrospector.selectMethods(type, annotated);
    }

    private DeclaredTask<?, ?> method(Found found, Method method) {
        BackgroundTaskMethod annotation =
                requireNonNull(AnnotatedElementUtils.findMergedAnnotation(method, BackgroundTaskMethod.class));
        Signature signature = Signature.of(found.type(), method);
        MethodTask task = new MethodTask(beans, found.bean(), method);
        return declared(signature, annotation.name(), annotation.title(), task);
    }

    @SuppressWarnings("unchecked") // the input is checked against the type before it comes to the task
    private DeclaredTask<?, ?> declared(
            Signature signature, String name, String title, BackgroundTask<Object, Object> task) {
        TaskType<Object, Object> type;
        try {
            type = TaskType.named(resolve(name), (Class<Object>) signature.input(), (Class<Object>) signature.result());
        } catch (InvalidInputException refused) {
            throw new TaskDeclarationException(
                    signature.where() + " cannot be a task: " + refused.getMessage(), "Change its annotation.");
        }
        return new DeclaredTask<>(
                type,
                Optional.of(task),
                Optional.of(resolve(title)).filter(text -> !text.isBlank()),
                signature.where());
    }

    private String resolve(String text) {
        return String.valueOf(beans.resolveEmbeddedValue(text));
    }
}
