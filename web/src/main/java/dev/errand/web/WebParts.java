package dev.errand.web;

import dev.errand.Owner;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.time.TimeSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the parts of the web module share. */
record WebParts(
        TaskEngine engine,
        Access access,
        HttpLimits limits,
        TimeSource time,
        Words words,
        Map<String, Integer> attemptsByType) {

    /** How things are called: units by the names of types, and owners where the host knows their names. */
    record Words(Map<String, TypeWords> byType, Function<Owner, Optional<String>> owners) {

        Words {
            byType = Map.copyOf(byType);
        }

        TypeWords of(String type) {
            return byType.getOrDefault(type, TypeWords.ITEMS);
        }
    }

    static WebParts of(TaskEngine engine, Access access, HttpLimits limits, TimeSource time, Words words) {
        Map<String, Integer> attempts = engine.types().stream()
                .collect(Collectors.toUnmodifiableMap(
                        TaskType::name, type -> type.policy().retry().attempts()));
        return new WebParts(engine, access, limits, time, words, attempts);
    }

    /** How often a task is tried; once if its type is not registered, as those written in place. */
    int attemptsOf(String type) {
        return attemptsByType.getOrDefault(type, 1);
    }

    /** Whether the code of a task is known, so that it can be run again. */
    boolean isRegistered(TaskSnapshot task) {
        return attemptsByType.containsKey(task.submission().type());
    }
}
