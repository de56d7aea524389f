package dev.errand.web;

import dev.errand.Owner;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
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
        Map<String, TaskType.Policy> policies) {

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
        Map<String, TaskType.Policy> policies =
                engine.types().stream().collect(Collectors.toUnmodifiableMap(TaskType::name, TaskType::policy));
        return new WebParts(engine, access, limits, time, words, policies);
    }

    /** How often a task is tried; once if its type is not registered, as those written in place. */
    int attemptsOf(String type) {
        return Optional.ofNullable(policies.get(type))
                .map(policy -> policy.retry().attempts())
                .orElse(1);
    }

    /** Whether a task goes on by itself after it was interrupted; as usual if its type is not registered. */
    boolean resumesByItself(TaskSnapshot task) {
        boolean usually = Optional.ofNullable(policies.get(task.submission().type()))
                .map(policy -> !policy.restarts().never())
                .orElse(true);
        return task.state() == TaskState.INTERRUPTED ? task.status().dueAt().isPresent() : usually;
    }

    /** What people call somebody: by her id, unless the host knows her name. */
    String nameOf(Owner owner) {
        return words.owners().apply(owner).orElse(owner.id());
    }

    /** Whether the code of a task is known, so that it can be run again. */
    boolean isRegistered(TaskSnapshot task) {
        return policies.containsKey(task.submission().type());
    }
}
