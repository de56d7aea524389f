package dev.errand.engine;

import dev.errand.Command;
import dev.errand.Owner;
import dev.errand.QueuePlace;
import dev.errand.RetryScope;
import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.registry.TaskQuery;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where tasks are handed in, looked up and commanded: those of this process at one, those of a shared registry at another. */
interface Desk {

    /** Why a task is submitted that does another one all over again. */
    record Again(TaskId task, Command command) {}

    /** Submits a task, which does another one all over again, if it does. */
    <I, R extends @Nullable Object> TaskHandle<R> submit(
            Definition<I, R> definition, @Nullable I input, SubmitOptions options, Optional<Again> again);

    /** Submits many at once: all of them are accepted, or none. */
    <I, R extends @Nullable Object> List<TaskHandle<R>> submitAll(
            Definition<I, R> definition, List<I> inputs, SubmitOptions options);

    Optional<TaskHandle<?>> find(TaskId id);

    /** A task as it is now, unless the registry has forgotten it. */
    Optional<TaskSnapshot> look(TaskId id);

    List<TaskSnapshot> list(TaskQuery query);

    Optional<QueuePlace> placeOf(TaskId id);

    /** When whoever runs a task has last shown that it is alive; empty unless it runs. */
    Optional<Instant> heartbeatOf(TaskId id);

    /** What is in doubt in the ledger of a task, unless the registry has forgotten it. */
    Optional<Doubts> doubts(TaskId id);

    Commands commands();

    Archive archive();

    /** Does a task of an owner again; with a key, all of it only once. */
    <R extends @Nullable Object> TaskHandle<R> retry(
            TaskId id, Owner owner, RetryScope scope, Command command, Optional<String> key);

    default <I, R extends @Nullable Object> TaskHandle<R> submit(
            Definition<I, R> definition, @Nullable I input, SubmitOptions options) {
        return submit(definition, input, options, Optional.empty());
    }
}
