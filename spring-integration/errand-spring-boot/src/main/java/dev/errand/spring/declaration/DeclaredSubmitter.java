package dev.errand.spring.declaration;

import dev.errand.InvalidInputException;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.spring.TaskSubmitter;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Submits the tasks of one declaration. */
final class DeclaredSubmitter<I, R extends @Nullable Object> implements TaskSubmitter<I, R> {

    private final DeclaredTask<I, R> declared;
    private final Supplier<TaskEngine> engine;
    private final Submitters owners;

    DeclaredSubmitter(DeclaredTask<I, R> declared, Supplier<TaskEngine> engine, Submitters owners) {
        this.declared = declared;
        this.engine = engine;
        this.owners = owners;
    }

    @Override
    public TaskType<I, R> type() {
        return declared.type();
    }

    @Override
    public SubmitOptions options() {
        SubmitOptions options = SubmitOptions.by(owners.now());
        return declared.title().map(options::title).orElse(options);
    }

    @Override
    public TaskHandle<R> submit(I input, UnaryOperator<SubmitOptions> changes) {
        return engine.get().submit(type(), input, changes.apply(options()));
    }

    @Override
    @SuppressWarnings("unchecked") // the input is Void, or it is refused
    public TaskHandle<R> submit(UnaryOperator<SubmitOptions> changes) {
        if (type().inputType() != Void.class) {
            throw new InvalidInputException(
                    "input of " + type().name(),
                    null,
                    "be of type " + type().inputType().getName());
        }
        return engine.get().submit((TaskType<Void, R>) type(), changes.apply(options()));
    }
}
