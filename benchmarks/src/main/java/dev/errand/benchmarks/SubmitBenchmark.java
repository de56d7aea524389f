package dev.errand.benchmarks;

import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What it costs to hand over a task that does nothing, and to have it done; beside a bare virtual thread and an entry
 * in a map, which is what people write by hand.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class SubmitBenchmark {

    private static final TaskType<String, String> NO_OP = TaskType.named("no-op", String.class, String.class);
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private TaskEngine tasks = TaskEngine.inMemory();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentMap<UUID, Future<String>> map = new ConcurrentHashMap<>();

    /** An engine as an application has it. */
    @Setup
    public void start() {
        tasks.close();
        tasks = TaskEngine.builder().register(NO_OP, (input, context) -> input).build();
    }

    /** Stops both. */
    @TearDown
    public void stop() {
        tasks.close();
        threads.close();
    }

    /** One submission, waited for after it was measured. */
    @State(Scope.Thread)
    public static class Submitted {

        private List<CompletionStage<?>> last = List.of();

        void set(CompletionStage<?> end) {
            last = List.of(end);
        }

        /** Lets the task end. */
        @TearDown(Level.Invocation)
        public void awaitEnd() {
            last.forEach(end -> end.toCompletableFuture().join());
            last = List.of();
        }
    }

    /**
     * The time a caller waits.
     *
     * @param submitted waits for the end
     * @return the handle
     */
    @Benchmark
    public TaskHandle<String> submit(Submitted submitted) {
        TaskHandle<String> handle = tasks.submit(NO_OP, "a");
        submitted.set(handle.completion());
        return handle;
    }

    /**
     * The time a caller waits by hand.
     *
     * @param submitted waits for the end
     * @return the id
     */
    @Benchmark
    public UUID submitByHand(Submitted submitted) {
        UUID id = UUID.randomUUID();
        CompletableFuture<String> future = CompletableFuture.supplyAsync(() -> "a", threads);
        map.put(id, future);
        submitted.set(future.thenRun(() -> map.remove(id)));
        return id;
    }

    /**
     * From the submission to the outcome.
     *
     * @return the outcome
     * @throws InterruptedException if the benchmark is stopped
     */
    @Benchmark
    public Object submitToEnd() throws InterruptedException {
        return tasks.submit(NO_OP, "a").await(LIMIT);
    }

    /**
     * From the submission to the result by hand.
     *
     * @return the result
     * @throws InterruptedException if the benchmark is stopped
     * @throws ExecutionException never
     */
    @Benchmark
    public Object submitToEndByHand() throws InterruptedException, ExecutionException {
        UUID id = UUID.randomUUID();
        Future<String> future = threads.submit(() -> "a");
        map.put(id, future);
        String result = future.get();
        map.remove(id);
        return result;
    }
}
