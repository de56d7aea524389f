package dev.errand.jdbc;

import static java.time.Duration.ofSeconds;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.executor.TaskExecutor;
import dev.errand.jdbc.parts.Await;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The engines of a test, which are gone before their database is, and the words that tests of them need. */
final class Engines implements AutoCloseable {

    static final Duration LONG = ofSeconds(20);

    /** For engines that only submit. */
    static final TaskExecutor NO_ROOM = new TaskExecutor() {
        @Override
        public boolean tryStart(Runnable work) {
            return false;
        }

        @Override
        public void onRoom(Runnable callback) {}

        @Override
        public boolean shutdown(Duration limit) {
            return true;
        }
    };

    private final List<TaskEngine> engines = new ArrayList<>();

    /** Builds one, and sees to its end. */
    TaskEngine start(TaskEngineBuilder builder) {
        TaskEngine engine = builder.build();
        engines.add(engine);
        return engine;
    }

    static <R> Outcome<R> outcomeOf(TaskHandle<R> handle) throws InterruptedException {
        return handle.await(LONG).orElseThrow(() -> new AssertionError("not ended: " + handle.snapshot()));
    }

    /** How a task failed; it must have. */
    static <R> Outcome.Failed<R> failureOf(TaskHandle<R> handle) throws InterruptedException {
        return switch (outcomeOf(handle)) {
            case Outcome.Failed<R> failed -> failed;
            case Outcome<R> other -> throw new AssertionError("did not fail: " + other);
        };
    }

    static TaskState stateOf(TaskHandle<?> handle) {
        return handle.snapshot().state();
    }

    static void awaitState(TaskHandle<?> handle, TaskState state) {
        Await.until(handle + " is " + state, LONG, () -> stateOf(handle) == state);
    }

    /** Without mercy: what still runs is interrupted. */
    @Override
    public void close() {
        try {
            for (TaskEngine engine : engines) {
                engine.shutdown(Duration.ZERO);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while engines shut down", e);
        }
    }
}
