package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskNotAcceptedException;
import dev.errand.TaskSnapshot;
import dev.errand.registry.DurableTaskRegistry;
import dev.errand.registry.Instead;
import dev.errand.registry.TaskEntry;
import dev.errand.testkit.SharedTasks;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who waits for a task that was submitted within a transaction, while that is open, and when it never commits. */
class UncommittedTest extends EngineFixture {

    private final DurableTaskRegistry shared = new SharedTasks(time).registry();
    private final AtomicInteger looks = new AtomicInteger();
    private final CompletableFuture<TaskEntry> uncommitted = new CompletableFuture<>();
    private TaskEngine tasks;
    private TaskHandle<String> handle;
    private CompletableFuture<Outcome<String>> completion;

    @BeforeEach
    void submitsWithinATransaction() {
        DurableTaskRegistry registry = (DurableTaskRegistry) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DurableTaskRegistry.class}, this::call);
        tasks = use(builder().registry(registry).register(ECHO, (input, context) -> input));
        handle = tasks.submit(ECHO, "a", by("ana"));
        completion = handle.completion().toCompletableFuture();
    }

    /** Keeps what is added for itself. */
    private @Nullable Object call(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        switch (method.getName()) {
            case "isInTransaction" -> {
                return true;
            }
            case "add" -> {
                uncommitted.complete((TaskEntry) requireNonNull(arguments)[0]);
                return uncommitted.join();
            }
            case "newerThan" -> looks.incrementAndGet();
            default -> {}
        }
        try {
            return method.invoke(shared, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private void commit() {
        TaskEntry task = uncommitted.join();
        assertThat(shared.add(task, Instead.NOTHING)).isEqualTo(task);
    }

    /** Keeps how it ended. */
    private static final class Viewer implements Flow.Subscriber<TaskSnapshot> {

        private final CompletableFuture<Throwable> error = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription granted) {
            granted.request(1);
        }

        @Override
        public void onNext(TaskSnapshot task) {}

        @Override
        public void onError(Throwable failure) {
            error.complete(failure);
        }

        @Override
        public void onComplete() {}
    }

    @Test
    void tellsNothingNewUntilItCommits() {
        for (int minutes = 0; minutes < 50; minutes += 5) {
            int before = looks.get();
            time.advance(ofMinutes(5));
            await(() -> {
                time.advance(ofSeconds(1));
                return looks.get() > before + 1;
            });
        }
        assertThat(completion).isNotDone();

        commit();

        await(() -> {
            time.advance(ofSeconds(1));
            return completion.isDone();
        });
        assertThat(completion).isCompletedWithValue(new Outcome.Succeeded<>("a"));
    }

    @Test
    void looksForWhatNeverCommitsForAnHour() {
        int others = time.pending();
        Viewer viewer = new Viewer();
        handle.updates().subscribe(viewer);
        Future<String> future = handle.asFuture();

        await(() -> {
            time.advance(ofMinutes(1));
            return completion.isDone();
        });

        assertThat(completion).isCompletedExceptionally();
        assertThat(viewer.error.join()).isInstanceOf(TaskNotAcceptedException.class);
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isFalse();
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(future::get)
                .withCauseInstanceOf(TaskNotAcceptedException.class)
                .withMessageContaining("looked for for an hour");
        assertThat(handle.snapshot().state().isFinal()).isFalse();
        await(() -> {
            time.advance(ofSeconds(1));
            return time.pending() < others;
        });
    }

    @Test
    void isReleasedWhenTheEngineCloses() {
        assertThat(completion).isNotDone();

        tasks.close();

        assertThat(catchThrowable(completion::join)).hasCauseInstanceOf(TaskNotAcceptedException.class);
        assertThatExceptionOfType(TaskNotAcceptedException.class)
                .isThrownBy(() -> handle.await(ZERO))
                .withMessageContaining("the engine is closed")
                .satisfies(e -> assertThat(e.task()).isEqualTo(handle.id()));
    }
}
