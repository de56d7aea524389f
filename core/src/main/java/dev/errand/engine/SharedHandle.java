package dev.errand.engine;

import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * The handle of a task that lives in a shared registry, wherever it runs. It is watched only when somebody asks for its end
 * or its updates.
 *
 * @param isAccepted false if it comes from a transaction of the host's, of which it is not known whether it commits
 */
record SharedHandle<R extends @Nullable Object>(
        TaskSnapshot first, Definition<?, R> definition, SharedDesk desk, boolean isStandIn, boolean isAccepted)
        implements AwaitableHandle<R> {

    @Override
    public TaskId id() {
        return first.id();
    }

    @Override
    public TaskSnapshot snapshot() {
        return desk.look(id()).orElse(first);
    }

    @Override
    public TaskSnapshot lastKnown() {
        return first;
    }

    @Override
    public Owner owner() {
        return first.owner();
    }

    @Override
    public Flow.Publisher<TaskSnapshot> updates() {
        return subscriber -> {
            try (Watches.Watched one = desk.watch(first, isAccepted)) {
                one.updates().subscribe(subscriber);
            }
        };
    }

    @Override
    public CompletableFuture<Outcome<R>> whenEnded() {
        try (Watches.Watched one = desk.watch(first, isAccepted)) {
            return one.completion().thenApply(outcome -> definition.outcome(id(), outcome));
        }
    }

    /** Whoever has waited in vain leaves nothing behind that waits. */
    @Override
    public Optional<Outcome<R>> await(Duration limit) throws InterruptedException {
        try (Watches.Watched one = desk.watch(first, isAccepted)) {
            return AwaitableHandle.await(one.completion(), limit).map(outcome -> definition.outcome(id(), outcome));
        }
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SharedHandle<?> handle && handle.id().equals(id());
    }

    @Override
    public int hashCode() {
        return id().hashCode();
    }

    @Override
    public String toString() {
        return "task " + id();
    }
}
