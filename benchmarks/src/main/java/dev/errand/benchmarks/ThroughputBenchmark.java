package dev.errand.benchmarks;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.jobrunr.server.BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration;

import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jobrunr.configuration.JobRunr;
import org.jobrunr.jobs.lambdas.JobRequest;
import org.jobrunr.jobs.lambdas.JobRequestHandler;
import org.jobrunr.jobs.states.StateName;
import org.jobrunr.scheduling.JobRequestScheduler;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.server.JobActivator;
import org.jobrunr.server.configuration.BackgroundJobServerThreadType;
import org.jobrunr.server.configuration.DefaultBackgroundJobServerWorkerPolicy;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Tasks a second that do nothing, handed over ten thousand at once and waited for; beside a bare virtual thread and an
 * entry in a map, and beside JobRunr with its storage in memory.
 *
 * <p>Errand is as it comes, also with its retention: it forgets the oldest ended tasks while it is measured. By hand
 * and with JobRunr the memory is emptied between two measurements.
 *
 * <p>JobRunr has the settings that were its fastest: the shortest poll interval that it takes (200 ms), 512 workers on
 * virtual threads (of 32 to 10,000, platform threads too), jobs enqueued by one call as requests to a handler at hand
 * (other than by one call each, or as lambdas), Jackson 2 (3 is about as fast, Gson slower), and neither dashboard nor
 * metrics. The size of the batch is for its sake too: of a smaller one most of the time is spent waiting for the next
 * poll, and a larger one is no faster. Its clock stops when the code of the last job has run, and not when that is
 * recorded.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(ThroughputBenchmark.BATCH)
@Fork(2)
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 4)
public class ThroughputBenchmark {

    static final int BATCH = 10_000;

    private static final Duration LIMIT = ofSeconds(30);

    /** An engine as an application has it. */
    @State(Scope.Benchmark)
    public static class Errand {

        private static final TaskType<String, String> NO_OP = TaskType.named("no-op", String.class, String.class);

        private final TaskEngine tasks = TaskEngine.builder()
                .register(NO_OP, (input, context) -> input)
                .maxWaiting(BATCH)
                .build();

        /** Stops the engine. */
        @TearDown
        public void stop() {
            tasks.close();
        }
    }

    /** What people write by hand. */
    @State(Scope.Benchmark)
    public static class ByHand {

        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final ConcurrentMap<UUID, Future<String>> map = new ConcurrentHashMap<>();

        /** Forgets the batch. */
        @TearDown(Level.Invocation)
        public void forget() {
            map.clear();
        }

        /** Stops the threads. */
        @TearDown
        public void stop() {
            threads.close();
        }
    }

    /** JobRunr, one server in this process. */
    @State(Scope.Benchmark)
    public static class JobRunrInMemory {

        private static final BackgroundJobServerConfiguration SERVER = usingStandardBackgroundJobServerConfiguration()
                .andPollInterval(ofMillis(200))
                .andServerTimeoutPollIntervalMultiplicand(100) // or a pause of 0.8 s is taken for its death
                .andBackgroundJobServerWorkerPolicy(
                        new DefaultBackgroundJobServerWorkerPolicy(512, BackgroundJobServerThreadType.VirtualThreads));

        private final NoOp job = new NoOp();
        private final InMemoryStorageProvider storage = new InMemoryStorageProvider();
        private final JobRequestScheduler jobs = JobRunr.configure()
                .useJsonMapper(new JacksonJsonMapper())
                .useStorageProvider(storage)
                .useJobActivator(job)
                .useBackgroundJobServer(SERVER)
                .initialize()
                .getJobRequestScheduler();

        /** Begins to count. */
        @Setup(Level.Invocation)
        public void count() {
            job.unfinished = new CountDownLatch(BATCH);
        }

        /** Waits until the last end is recorded, and forgets the batch. */
        @TearDown(Level.Invocation)
        public void forget() {
            long deadline = System.nanoTime() + LIMIT.toNanos();
            while (storage.countJobs(StateName.SUCCEEDED) < BATCH) {
                if (System.nanoTime() - deadline > 0) {
                    throw new IllegalStateException("only " + storage.countJobs(StateName.SUCCEEDED) + " succeeded");
                }
                LockSupport.parkNanos(1_000_000);
            }
            storage.clear();
        }

        /** Stops the server. */
        @TearDown
        public void stop() {
            JobRunr.destroy();
        }
    }

    /** A job of JobRunr's. */
    public record NoOpRequest() implements JobRequest {
        @Override
        public Class<NoOp> getJobRequestHandler() {
            return NoOp.class;
        }
    }

    /** The code of all jobs: counts those to come. */
    public static final class NoOp implements JobRequestHandler<NoOpRequest>, JobActivator {

        private volatile CountDownLatch unfinished = new CountDownLatch(0);

        private NoOp() {}

        @Override
        public void run(NoOpRequest request) {
            unfinished.countDown();
        }

        @Override
        public <T> T activateJob(Class<T> type) {
            return type.cast(this);
        }
    }

    /**
     * Tasks, each waited for by its handle.
     *
     * @param errand the engine
     * @return their handles
     * @throws InterruptedException if the benchmark is stopped
     */
    @Benchmark
    public List<TaskHandle<String>> errand(Errand errand) throws InterruptedException {
        List<TaskHandle<String>> handles = new ArrayList<>(BATCH);
        for (int i = 0; i < BATCH; i++) {
            handles.add(errand.tasks.submit(Errand.NO_OP, "a"));
        }
        for (TaskHandle<String> handle : handles) {
            if (handle.await(LIMIT).isEmpty()) {
                throw new IllegalStateException(handle + " has not ended");
            }
        }
        return handles;
    }

    /**
     * Virtual threads, each waited for by its future.
     *
     * @param byHand threads and map
     * @return the last result
     * @throws InterruptedException if the benchmark is stopped
     * @throws ExecutionException never
     */
    @Benchmark
    public String byHand(ByHand byHand) throws InterruptedException, ExecutionException {
        for (int i = 0; i < BATCH; i++) {
            byHand.map.put(UUID.randomUUID(), byHand.threads.submit(() -> "a"));
        }
        String last = "";
        for (Future<String> future : byHand.map.values()) {
            last = future.get();
        }
        return last;
    }

    /**
     * Jobs, waited for by a latch that each of them counts down.
     *
     * @param jobRunr storage and server
     * @throws InterruptedException if the benchmark is stopped
     */
    @Benchmark
    public void jobRunr(JobRunrInMemory jobRunr) throws InterruptedException {
        jobRunr.jobs.enqueue(Stream.generate(NoOpRequest::new).limit(BATCH));
        if (!jobRunr.job.unfinished.await(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(jobRunr.job.unfinished.getCount() + " jobs have not run");
        }
    }
}
