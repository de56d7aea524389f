package dev.errand.faults;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.errand.SubmitOptions;
import dev.errand.TaskHandle;
import dev.errand.TaskRefusedException;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskQuery;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;

/**
 * A million submissions into a registry that remembers nine hundred ended tasks. What they leave behind is compared with
 * what an engine holds that has done fifty thousand.
 */
final class MillionTasks {

    private static final int REMEMBERED = 900;
    private static final int OWNERS = 100_000;
    private static final TaskType<Integer, Integer> ECHO = TaskType.named("echo", Integer.class, Integer.class);
    private static final SubmitOptions ONE_OWNER = by("ana");

    private final TaskEngine tasks = TaskEngine.builder()
            .registry(new MemoryTaskRegistry(new Retention(REMEMBERED, ofDays(7))))
            .register(ECHO, (input, context) -> input)
            .maxWaiting(REMEMBERED)
            .build();
    private long refused;
    private long joined;

    private MillionTasks() {}

    public static void main(String[] arguments) throws InterruptedException {
        int submissions = Integer.parseInt(arguments[1]);
        IntFunction<SubmitOptions> options = arguments[0].equals("plain") ? i -> ONE_OWNER : MillionTasks::mixed;
        new MillionTasks().run(submissions, options);
    }

    private void run(int submissions, IntFunction<SubmitOptions> options) throws InterruptedException {
        CountDownLatch gate = new CountDownLatch(1);
        TaskHandle<Boolean> longest = tasks.submit("runs all the time", context -> {
            gate.await();
            return true;
        });
        submitAll(50_000, i -> ONE_OWNER);
        long before = heap();
        submitAll(submissions, options);
        submitAll(2 * REMEMBERED, i -> ONE_OWNER);
        long after = heap();
        List<TaskSnapshot> known = tasks.list(TaskQuery.newest(1_000));
        System.out.println("grownKilobytes=" + (after - before) / 1_000);
        System.out.println("refused=" + refused);
        System.out.println("joined=" + joined);
        System.out.println("known=" + known.size());
        System.out.println("stillThere=" + (tasks.find(longest.id()).isPresent() ? 1 : 0));
        gate.countDown();
        System.out.println("ended=" + (longest.await(ofSeconds(5)).isPresent() ? 1 : 0));
        tasks.close();
    }

    /** All that makes a registry or a queue keep something for the next submission. */
    private static SubmitOptions mixed(int i) {
        SubmitOptions owned = by("owner-" + i % OWNERS);
        return switch (i % 4) {
            case 0 -> owned.key("key-" + i);
            case 1 -> owned.joinIfRunning();
            case 2 -> owned.reuseWithin(ofMillis(1));
            default -> owned.delay(ofMillis(1));
        };
    }

    private void submitAll(int count, IntFunction<SubmitOptions> options) throws InterruptedException {
        TaskHandle<Integer> last = null;
        for (int i = 0; i < count; i++) {
            last = submit(i, options.apply(i));
        }
        if (last != null) {
            last.await(ofSeconds(20)).orElseThrow();
        }
    }

    /** Again and again until it is taken. */
    private TaskHandle<Integer> submit(int input, SubmitOptions options) throws InterruptedException {
        while (true) {
            try {
                TaskHandle<Integer> handle = tasks.submit(ECHO, input, options);
                joined += handle.snapshot().status().attempt() > 0 ? 1 : 0;
                return handle;
            } catch (TaskRefusedException full) {
                if (full.reason() != TaskRefusedException.Reason.QUEUE_FULL
                        && full.reason() != TaskRefusedException.Reason.ALREADY_RUNNING) {
                    throw full;
                }
                refused++;
                Thread.onSpinWait();
            }
        }
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
