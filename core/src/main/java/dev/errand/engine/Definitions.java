package dev.errand.engine;

import dev.errand.InvalidInputException;
import dev.errand.TaskType;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The tasks that are registered, by the names of their types. */
record Definitions(Map<String, Definition<?, ?>> byName) {

    Definitions {
        byName = Map.copyOf(byName);
    }

    Optional<Definition<?, ?>> find(String type) {
        return Optional.ofNullable(byName.get(type));
    }

    @SuppressWarnings("unchecked") // input and result types are compared here
    <I, R extends @Nullable Object> Definition<I, R> of(TaskType<I, R> type) {
        Definition<?, ?> known = byName.get(type.name());
        if (known == null) {
            throw new InvalidInputException(
                    "task type", type.name(), "be one of the registered ones: " + byName.keySet());
        }
        if (known.type().inputType() != type.inputType() || known.type().resultType() != type.resultType()) {
            throw new InvalidInputException(
                    "task type",
                    type.name(),
                    "have the input and result types that it was registered with: "
                            + known.type().inputType().getName() + " and "
                            + known.type().resultType().getName());
        }
        return (Definition<I, R>) known;
    }

    static void requireInput(TaskType<?, ?> type, @Nullable Object input) {
        if (!type.inputType().isInstance(input)) {
            throw new InvalidInputException(
                    "input of " + type.name(),
                    input,
                    "be of type " + type.inputType().getName());
        }
    }
}
