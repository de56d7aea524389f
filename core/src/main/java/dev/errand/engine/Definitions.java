package dev.errand.engine;

import static java.util.Objects.requireNonNull;

import dev.errand.Demand;
import dev.errand.InvalidInputException;
import dev.errand.Permits;
import dev.errand.TaskType;
import dev.errand.registry.Admission;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tasks that are registered, by the names of their types. */
record Definitions(Map<String, Definition<?, ?>> byName) {

    Definitions {
        byName = Map.copyOf(byName);
    }

    Map<String, TaskType<?, ?>> types() {
        Map<String, TaskType<?, ?>> types = new HashMap<>();
        byName.forEach((name, definition) -> types.put(name, definition.type()));
        return types;
    }

    /** The types that are run here. */
    Set<String> namesOfLocal() {
        return byName.values().stream()
                .filter(definition -> !definition.isRemote())
                .map(definition -> definition.type().name())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** What can be run, within limits that hold for all types. */
    Admission admission(Permits permits) {
        Map<String, Demand> demands = new HashMap<>();
        namesOfLocal()
                .forEach(name -> demands.put(
                        name, requireNonNull(byName.get(name)).type().policy().demand()));
        return new Admission(demands, permits, Set.of());
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
