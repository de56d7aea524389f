package dev.errand.spring.declaration;

import dev.errand.engine.TaskEngine;
import dev.errand.spring.TaskDeclarationException;
import dev.errand.spring.TaskName;
import dev.errand.spring.TaskSubmitter;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.InjectionPoint;
import org.springframework.core.MethodParameter;
import org.springframework.core.ResolvableType;

/** Makes the submitter that fits where it is injected. */
public final class TaskSubmitters {

    private final TaskDeclarations declarations;
    private final Supplier<TaskEngine> engine;
    private final Submitters owners;
    private final Function<String, String> placeholders;

    /**
     * Makes nothing yet.
     *
     * @param declarations the tasks that there are
     * @param engine asked for when a submitter is first used
     * @param owners says who submits
     * @param placeholders resolves those in names
     */
    public TaskSubmitters(
            TaskDeclarations declarations,
            Supplier<TaskEngine> engine,
            Submitters owners,
            Function<String, String> placeholders) {
        this.declarations = declarations;
        this.engine = engine;
        this.owners = owners;
        this.placeholders = placeholders;
    }

    /**
     * The submitter for a place where one is injected.
     *
     * @param point the place
     * @return a submitter of the only type that fits
     * @throws TaskDeclarationException if there is none, or there are several
     */
    public TaskSubmitter<?, ?> at(InjectionPoint point) {
        ResolvableType wanted = typeOf(point);
        TaskName name = point.getAnnotation(TaskName.class);
        List<DeclaredTask<?, ?>> fitting = declarations.all().stream()
                .filter(declared -> name == null
                        ? fits(wanted, declared)
                        : declared.name().equals(placeholders.apply(name.value())) && fits(wanted, declared))
                .toList();
        if (fitting.size() != 1) {
            throw new TaskDeclarationException(
                    describe(point) + " wants a " + wanted + (name == null ? "" : " named \"" + name.value() + '"')
                            + ", and of the tasks "
                            + (fitting.isEmpty() ? "none fits: " + known() : "several fit: " + names(fitting)),
                    fitting.isEmpty()
                            ? "Declare such a task, or let the type parameters be the input and result of one."
                            : "Say which one by @TaskName beside it.");
        }
        return submitter(fitting.getFirst());
    }

    private <I, R extends @Nullable Object> TaskSubmitter<I, R> submitter(DeclaredTask<I, R> declared) {
        return new DeclaredSubmitter<>(declared, engine, owners);
    }

    private static boolean fits(ResolvableType wanted, DeclaredTask<?, ?> declared) {
        return isOrUnknown(wanted.getGeneric(0), declared.type().inputType())
                && isOrUnknown(wanted.getGeneric(1), declared.type().resultType());
    }

    private static boolean isOrUnknown(ResolvableType wanted, Class<?> actual) {
        Class<?> known = wanted.resolve();
        return known == null || known == actual;
    }

    /** Of {@code ObjectProvider<TaskSubmitter<…>>} and the like, what is inside. */
    private static ResolvableType typeOf(InjectionPoint point) {
        MethodParameter parameter = point.getMethodParameter();
        ResolvableType type = parameter != null
                ? ResolvableType.forMethodParameter(parameter)
                : ResolvableType.forField(Objects.requireNonNull(point.getField()));
        while (type.resolve() != TaskSubmitter.class && type.hasGenerics()) {
            type = type.getGeneric(type.getGenerics().length - 1);
        }
        return type;
    }

    private static String describe(InjectionPoint point) {
        return point.getMember().getDeclaringClass().getName() + "."
                + point.getMember().getName();
    }

    private String known() {
        return names(List.copyOf(declarations.all()));
    }

    private static String names(List<DeclaredTask<?, ?>> declared) {
        return declared.stream()
                .map(each -> each.name() + " (" + TaskDeclarations.signature(each.type()) + ")")
                .toList()
                .toString();
    }
}
