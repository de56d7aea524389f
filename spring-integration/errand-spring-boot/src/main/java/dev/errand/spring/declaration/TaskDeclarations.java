package dev.errand.spring.declaration;

import dev.errand.TaskType;
import dev.errand.spring.TaskDeclarationException;
import dev.errand.spring.TaskRegistration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;

/**
 * All tasks of an application: {@link TaskRegistration} beans, annotated components and methods, and beans of type
 * {@link TaskType}, which are policies of those, or types that only other processes have the code of.
 *
 * <p>Annotated beans are looked at by their class, and made only when their task runs: the engine needs all types before
 * anything can submit one, and whatever submits may be a task itself.
 */
public final class TaskDeclarations implements SmartInitializingSingleton {

    private static final Logger LOG = LoggerFactory.getLogger(TaskDeclarations.class);

    private final ConfigurableListableBeanFactory beans;
    private final UnaryOperator<TaskType<?, ?>> policies;
    private @Nullable Map<String, DeclaredTask<?, ?>> found;

    /**
     * Looks for nothing yet.
     *
     * @param beans where to look
     * @param policies what the configuration changes about a type
     */
    public TaskDeclarations(ConfigurableListableBeanFactory beans, UnaryOperator<TaskType<?, ?>> policies) {
        this.beans = beans;
        this.policies = policies;
    }

    /**
     * The tasks, looked for once.
     *
     * @return those with the same name only once
     * @throws TaskDeclarationException if two have the same name, or one cannot be a task
     */
    public synchronized Collection<DeclaredTask<?, ?>> all() {
        if (found == null) {
            found = find();
        }
        return found.values();
    }

    /**
     * The names of the tasks.
     *
     * @return sorted
     */
    public SortedSet<String> names() {
        return all().stream().map(DeclaredTask::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Looks whether the methods that are tasks can be called on beans that were made meanwhile. */
    @Override
    public synchronized void afterSingletonsInstantiated() {
        if (found != null) {
            found.values().forEach(DeclaredTask::requireCallable);
        }
    }

    private Map<String, DeclaredTask<?, ?>> find() {
        Map<String, DeclaredTask<?, ?>> byName = new LinkedHashMap<>();
        for (DeclaredTask<?, ?> declared : declared()) {
            DeclaredTask<?, ?> other = byName.putIfAbsent(declared.name(), declared);
            if (other != null) {
                throw new TaskDeclarationException(
                        "The task type \"" + declared.name() + "\" is declared twice: by " + other.where() + " and by "
                                + declared.where(),
                        "Give one of them another name.");
            }
        }
        for (TaskType<?, ?> type :
                beans.getBeanProvider(TaskType.class).orderedStream().toList()) {
            byName.merge(type.name(), onlyTyped(type), TaskDeclarations::withPolicy);
        }
        byName.replaceAll((name, declared) -> declared.with(policies));
        return byName;
    }

    private List<DeclaredTask<?, ?>> declared() {
        List<DeclaredTask<?, ?>> declared = new ArrayList<>();
        for (String bean : beans.getBeanNamesForType(TaskRegistration.class)) {
            TaskRegistration<?, ?> registration = beans.getBean(bean, TaskRegistration.class);
            declared.add(registered(bean, registration));
        }
        AnnotatedBeans annotated = new AnnotatedBeans(beans);
        annotated.unregistered().stream()
                .filter(bean -> declared.stream().noneMatch(task -> task.isRunBy(beans.getSingleton(bean))))
                .forEach(TaskDeclarations::sayThatNothingRuns);
        declared.addAll(annotated.components());
        declared.addAll(annotated.methods());
        return declared;
    }

    private static void sayThatNothingRuns(String bean) {
        LOG.info(
                "The bean \"{}\" is a BackgroundTask that no engine knows of by itself: annotate its class with"
                        + " @BackgroundTaskComponent, or give it to a TaskRegistration",
                bean);
    }

    private static <I, R extends @Nullable Object> DeclaredTask<I, R> registered(
            String bean, TaskRegistration<I, R> registration) {
        return new DeclaredTask<>(
                registration.type(), Optional.of(registration.task()), Optional.empty(), "the bean \"" + bean + "\"");
    }

    private static <I, R extends @Nullable Object> DeclaredTask<I, R> onlyTyped(TaskType<I, R> type) {
        return new DeclaredTask<>(type, Optional.empty(), Optional.empty(), "a bean of type TaskType");
    }

    private static DeclaredTask<?, ?> withPolicy(DeclaredTask<?, ?> declared, DeclaredTask<?, ?> typed) {
        TaskType<?, ?> code = declared.type();
        TaskType<?, ?> policy = typed.type();
        if (declared.task().isEmpty()) {
            throw new TaskDeclarationException(
                    "There are two beans of type TaskType with the name \"" + code.name() + "\"",
                    "Remove one of them, or give it another name.");
        }
        if (code.inputType() != policy.inputType() || code.resultType() != policy.resultType()) {
            throw new TaskDeclarationException(
                    "The task type \"" + code.name() + "\" is one from " + signature(code) + " by " + declared.where()
                            + ", and one from " + signature(policy) + " by a bean of type TaskType",
                    "Let both have the same input and result.");
        }
        return declared.with(type -> policy);
    }

    static String signature(TaskType<?, ?> type) {
        return type.inputType().getSimpleName() + " to " + type.resultType().getSimpleName();
    }
}
