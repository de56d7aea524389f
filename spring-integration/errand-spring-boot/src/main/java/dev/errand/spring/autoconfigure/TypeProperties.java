package dev.errand.spring.autoconfigure;

import dev.errand.Retry;
import dev.errand.TaskType;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policies of single types that the configuration has. */
final class TypeProperties implements UnaryOperator<TaskType<?, ?>> {

    private static final Logger LOG = LoggerFactory.getLogger(TypeProperties.class);
    private static final String PREFIX = "errand.types.";

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
        String prefix = PREFIX + declared.name() + ".";
        TaskType<?, ?> type = declared;
        if (set.attempts() != null) {
            Retry never = Retry.never();
            Retry retry = Property.set(
                    prefix + "attempts", set.attempts(), never, (usual, n) -> Retry.exponential(n, Duration.ZERO));
            type = type.retrying(
                    retry.attempts() == 1
                            ? never
                            : Property.set(
                                    prefix + "retry-delay",
                                    set.retryDelay(),
                                    retry,
                                    (counted, delay) -> Retry.exponential(counted.attempts(), delay)));
        }
        type = Property.<TaskType<?, ?>, Duration>set(prefix + "timeout", set.timeout(), type, TaskType::timeout);
        return Property.<TaskType<?, ?>, Integer>set(
                prefix + "max-running", set.maxRunning(), type, TaskType::maxRunning);
    }

    /** A typo would go unnoticed otherwise. */
    void warnOfUnknown(Set<String> declared) {
        byName.keySet().stream()
                .filter(name -> !declared.contains(name))
                .sorted()
                .forEach(name -> LOG.warn(
                        "{}{}.* changes nothing: this application has no task type of that name, but {}",
                        PREFIX,
                        name,
                        declared));
    }
}
