package dev.errand.benchmarks;

import static java.time.Duration.ofSeconds;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.executor.TaskExecutor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What tasks hold in memory: a million that wait for room, a million that have ended, or a hundred thousand that run at
 * the same time and wait for something. Each is measured in a process of its own.
 */
final class QueuedMemory {

    private static final TaskType<String, String> TYPE =
            TaskType.named("wait", String.class, String.class).cancelGrace(Duration.ZERO);
    private static final String INPUT = "the same for all";
    private static final Duration LIMIT = ofSeconds(60);
    private static final int MILLION = 1_000_000;
    private static final int RUNNING = 100_000;
    private static final int CLASSES = 25;

    private QueuedMemory() {}

    /** Measures what the only argument says. */
    public static void main(String... arguments) throws InterruptedException, IOException {
        switch (arguments.length == 1 ? arguments[0] : "") {
            case "queued" -> measureQueued();
            case "ended" -> measureEnded();
            case "running" -> measureRunning();
            default -> System.err.println("What to measure: queued, ended or running?");
        }
    }

    /** Bytes a task that waits for room, class by class. */
    private static void measureQueued() {
        try (TaskEngine tasks = TaskEngine.builder()
                .register(TYPE, (input, context) -> input)
                .executor(new NoRoom())
                .maxWaiting(MILLION)
                .build()) {
            LiveObjects before = LiveObjects.now();
            for (int i = 0; i < MILLION; i++) {
                tasks.submit(TYPE, INPUT);
            }
            LiveObjects after = LiveObjects.now();
            System.out.printf("%,d bytes a queued task, of which%n", (after.bytes() - before.bytes()) / MILLION);
            printShares(before, after, MILLION);
        }
    }

    private static void printShares(LiveObjects before, LiveObjects after, double tasks) {
        after.since(before)
                .limit(CLASSES)
                .forEach(entry -> System.out.printf(
                        "%8.1f bytes %6.2f objects  %s%n",
                        entry.getValue().bytes() / tasks, entry.getValue().count() / tasks, entry.getKey()));
    }

    /** Whether the heap grows with the number of tasks that have ended. */
    private static void measureEnded() throws InterruptedException {
        try (TaskEngine tasks =
                TaskEngine.builder().register(TYPE, (input, context) -> input).build()) {
            int ended = 0;
            for (int goal : List.of(MILLION / 10, MILLION)) {
                for (; ended < goal; ended += 1_000) {
                    endThousand(tasks);
                }
                System.out.printf(
                        "%,d tasks ended: %.1f MB on the heap%n",
                        ended, LiveObjects.now().bytes() / 1e6);
            }
        }
    }

    private static void endThousand(TaskEngine tasks) throws InterruptedException {
        List<TaskHandle<String>> handles = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            handles.add(tasks.submit(TYPE, INPUT));
        }
        endings(handles);
    }

    /** What tasks hold that run and wait. Half of them are cancelled in the end, and half come to their own. */
    private static void measureRunning() throws InterruptedException, IOException {
        CountDownLatch started = new CountDownLatch(RUNNING);
        CountDownLatch gate = new CountDownLatch(1);
        try (TaskEngine tasks = TaskEngine.builder()
                .register(TYPE, (input, context) -> {
                    started.countDown();
                    gate.await();
                    return input;
                })
                .executor(TaskExecutor.virtualThreads(RUNNING))
                .maxWaiting(RUNNING)
                .build()) {
            LiveObjects before = LiveObjects.now();
            List<TaskHandle<String>> handles = new ArrayList<>();
            for (int i = 0; i < RUNNING; i++) {
                handles.add(tasks.submit(TYPE, INPUT));
            }
            boolean all = started.await(LIMIT.toSeconds(), TimeUnit.SECONDS);
            LiveObjects after = LiveObjects.now();
            long bytes = after.bytes() - before.bytes();
            System.out.printf(
                    "%,d tasks run%s: %.1f MB on the heap (%,d bytes each), %s, of which%n",
                    RUNNING - started.getCount(), all ? "" : " and others do not", bytes / 1e6, bytes / RUNNING, rss());
            printShares(before, after, RUNNING);
            handles.subList(0, RUNNING / 2).forEach(TaskHandle::cancel);
            System.out.println("cancelled: " + endings(handles.subList(0, RUNNING / 2)));
            gate.countDown();
            System.out.println("let go: " + endings(handles.subList(RUNNING / 2, RUNNING)));
        }
    }

    /** Waits for tasks, and says how many came to which kind of end. */
    private static Map<String, Integer> endings(List<TaskHandle<String>> handles) throws InterruptedException {
        Map<String, Integer> endings = new TreeMap<>();
        for (TaskHandle<String> handle : handles) {
            Outcome<String> outcome =
                    handle.await(LIMIT).orElseThrow(() -> new IllegalStateException(handle + " has not ended"));
            endings.merge(outcome.getClass().getSimpleName(), 1, Integer::sum);
        }
        return endings;
    }

    /** The memory of the whole process, where the system tells it as Linux does. */
    private static String rss() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return "VmRSS unknown";
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("VmRSS"))
                .findFirst()
                .orElse("VmRSS unknown");
    }

    /** Never starts anything. */
    private static final class NoRoom implements TaskExecutor {

        @Override
        public boolean tryStart(Runnable work) {
            return false;
        }

        @Override
        public void onRoom(Runnable callback) {
            // there never is any
        }

        @Override
        public boolean shutdown(Duration limit) {
            return true;
        }
    }
}
