package dev.errand.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;

import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.executor.TaskExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import org.junit.jupiter.api.Nested;

/** Engines on all kinds of threads keep the JDK's contract, and so do the JDK's own executors: the contract is right. */
class ExecutorServicesTest {

    @Nested
    class FixedPool extends ExecutorServiceContract {

        @Override
        protected ExecutorService executor(int threads) {
            return Executors.newFixedThreadPool(threads);
        }

        @Override
        protected Optional<ExecutorService> executor(int threads, int waiting) {
            return Optional.of(new ThreadPoolExecutor(threads, threads, 0, SECONDS, new ArrayBlockingQueue<>(waiting)));
        }
    }

    @Nested
    class VirtualThreadForEach extends ExecutorServiceContract {

        @Override
        protected ExecutorService executor(int threads) {
            return Executors.newVirtualThreadPerTaskExecutor();
        }

        @Override
        protected Optional<ExecutorService> executor(int threads, int waiting) {
            return Optional.empty();
        }

        @Override
        protected boolean keepsTheRest() {
            return false;
        }
    }

    /** An engine whose time stands still, so that no grace ever ends. */
    abstract static class EngineContract extends ExecutorServiceContract {

        abstract TaskExecutor on(int threads);

        @Override
        protected ExecutorService executor(int threads) {
            return engine(TaskEngine.builder().executor(on(threads)));
        }

        @Override
        protected Optional<ExecutorService> executor(int threads, int waiting) {
            return Optional.of(engine(TaskEngine.builder().executor(on(threads)).maxWaiting(waiting)));
        }

        @Override
        protected boolean endsOnCancel() {
            return false;
        }

        private ExecutorService engine(TaskEngineBuilder builder) {
            return closeAfterwards(builder.time(new ManualTime()).build()).asExecutorService();
        }
    }

    @Nested
    class EngineOnVirtualThreads extends EngineContract {

        @Override
        TaskExecutor on(int threads) {
            return TaskExecutor.virtualThreads(threads);
        }
    }

    @Nested
    class EngineOnPlatformThreads extends EngineContract {

        @Override
        TaskExecutor on(int threads) {
            return TaskExecutor.platformThreads(threads);
        }
    }

    @Nested
    class EngineOnFixedPool extends EngineContract {

        @Override
        TaskExecutor on(int threads) {
            return TaskExecutor.on(closeAfterwards(Executors.newFixedThreadPool(threads)), threads);
        }
    }

    @Nested
    class EngineInSteps extends EngineContract {

        @Override
        TaskExecutor on(int threads) {
            return closeAfterwards(new PumpedSteps(threads));
        }
    }

    /** Steps that threads run one after the other, each as soon as there is one. */
    private static final class PumpedSteps implements TaskExecutor, AutoCloseable {

        private final SteppingExecutor steps;
        private final Semaphore toRun = new Semaphore(0);
        private final ExecutorService pumps;

        PumpedSteps(int threads) {
            steps = new SteppingExecutor(threads);
            pumps = Executors.newFixedThreadPool(threads);
            for (int i = 0; i < threads; i++) {
                pumps.execute(this::pump);
            }
        }

        private void pump() {
            while (!Thread.currentThread().isInterrupted()) {
                try {
                    toRun.acquire();
                    steps.runNext();
                } catch (InterruptedException closed) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public boolean tryStart(Runnable work) {
            boolean started = steps.tryStart(work);
            if (started) {
                toRun.release();
            }
            return started;
        }

        @Override
        public void onRoom(Runnable callback) {
            steps.onRoom(callback);
        }

        @Override
        public boolean shutdown(Duration limit) throws InterruptedException {
            return steps.shutdown(limit);
        }

        @Override
        public void close() {
            pumps.shutdownNow();
        }
    }
}
