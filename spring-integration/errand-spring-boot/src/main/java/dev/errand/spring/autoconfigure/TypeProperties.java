package dev.errand.spring.autoconfigure;

import dev.errand.Retry;
import dev.errand.TaskType;
import java.util.Map;
import java.util.function.UnaryOperator;

/** The policies of single types that the configuration has. */
final class TypeProperties implements UnaryOperator<TaskType<?, ?>> {

    private final Map<String, ErrandProperties.Type> byName;

    TypeProperties(Map<String, ErrandProperties.Type> byName) {
        this.byName = byName;
    }

    @Override
    public TaskType<?, ?> apply(TaskType<?, ?> declared) {
        ErrandProperties.Type set = byName.get(declared.name());
        if (set == null) {
            return declared;
        }
        TaskType<?, ?> type = declared;
        if (set.attempts() != null) {
            type = type.retrying(
                    set.attempts() == 1 ? Retry.never() : Retry.exponential(set.attempts(), set.retryDelay()));
        }
        if (set.timeout() != null) {
            type = type.timeout(set.timeout());
        }
        if (set.maxRunning() != null) {
            type = type.maxRunning(set.maxRunning());
        }
        return type;
    }
}
