package dev.errand.faults;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.executor.TaskExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Tasks that exhaust the heap, four at a time: each of them must end, and afterwards every thread must take another one,
 * progress must be told, and alarms must ring.
 */
final class HeapExhaustion {

    private static final int THREADS = 4;
    private static final int GREEDY = 30;
    private static final TaskType<Integer, Integer> GREEDY_TASK =
            TaskType.named("greedy", Integer.class, Integer.class);
    private static final TaskType<String, String> LATE = TaskType.named("late", String.class, String.class)
            .timeout(ofMillis(50))
            .cancelGrace(ofMillis(1));

    private HeapExhaustion() {}

    public static void main(String[] arguments) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        TaskExecutor threads =
                arguments[0].equals("virtual") ? TaskExecutor.virtualThreads(THREADS) : TaskExecutor.on(pool, THREADS);
        AtomicInteger told = new AtomicInteger();
        CountDownLatch gate = new CountDownLatch(1);
        try (TaskEngine tasks = TaskEngine.builder()
                .executor(threads)
                .register(GREEDY_TASK, (input, context) -> {
                    gate.await();
                    return takeAll().size();
                })
                .register(LATE, (input, context) -> {
                    new CountDownLatch(1).await();
                    return input;
                })
                .listener(event -> told.incrementAndGet())
                .build()) {
            System.out.println("failed=" + failedOf(tasks, gate));
            System.out.println("together=" + runTogether(tasks));
            System.out.println("late=" + (endOf(tasks.submit(LATE, "a")) instanceof Outcome.Failed<String> ? 1 : 0));
            System.out.println("byThemselves=" + (tasks.shutdown(ofSeconds(5)) ? 1 : 0));
        }
        System.out.println("told=" + told.get());
        pool.shutdownNow();
    }

    private static int failedOf(TaskEngine tasks, CountDownLatch gate) throws InterruptedException {
        List<TaskHandle<Integer>> greedy = new ArrayList<>();
        for (int i = 0; i < GREEDY; i++) {
            greedy.add(tasks.submit(GREEDY_TASK, i));
        }
        gate.countDown();
        int failed = 0;
        for (TaskHandle<Integer> handle : greedy) {
            if (endOf(handle) instanceof Outcome.Failed<Integer> end
                    && end.failure().cause().orElseThrow() instanceof OutOfMemoryError) {
                failed++;
            }
        }
        return failed;
    }

    /** As many as there are threads: they meet only if none was lost. */
    private static int runTogether(TaskEngine tasks) throws InterruptedException {
        CyclicBarrier all = new CyclicBarrier(THREADS);
        List<TaskHandle<Integer>> meeting = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            meeting.add(tasks.submit("meets", context -> all.await()));
        }
        int met = 0;
        for (TaskHandle<Integer> handle : meeting) {
            met += endOf(handle) instanceof Outcome.Succeeded<Integer> ? 1 : 0;
        }
        return met;
    }

    /** Exits without one, since the pool's threads would keep the process. */
    private static <R> Outcome<R> endOf(TaskHandle<R> handle) throws InterruptedException {
        Optional<Outcome<R>> outcome = awaitWithLittleMemory(handle);
        if (outcome.isEmpty()) {
            System.out.println("not ended: " + handle.snapshot());
            System.exit(1);
        }
        return outcome.orElseThrow();
    }

    private static <R> Optional<Outcome<R>> awaitWithLittleMemory(TaskHandle<R> handle) throws InterruptedException {
        while (true) {
            try {
                return handle.await(ofSeconds(40));
            } catch (OutOfMemoryError notEvenToWait) {
                Thread.onSpinWait();
            }
        }
    }

    @SuppressWarnings("ModifiedButNotUsed") // it holds on to all of the memory
    private static List<byte[]> takeAll() {
        List<byte[]> taken = new ArrayList<>();
        while (taken.size() < Integer.MAX_VALUE) {
            taken.add(new byte[250_000]);
        }
        return taken;
    }
}
