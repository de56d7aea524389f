package dev.errand.faults;

import static java.time.Duration.ofSeconds;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.executor.TaskExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A hundred thousand tasks that all wait at the same time, and then end. */
final class ManyWaiting {

    private static final int TASKS = 100_000;
    private static final TaskType<Integer, Integer> WAIT = TaskType.named("wait", Integer.class, Integer.class);

    private ManyWaiting() {}

    public static void main(String[] arguments) throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(TASKS);
        CountDownLatch gate = new CountDownLatch(1);
        try (TaskEngine tasks = TaskEngine.builder()
                .executor(TaskExecutor.virtualThreads(TASKS))
                .maxWaiting(TASKS)
                .register(WAIT, (input, context) -> {
                    context.progress().advance();
                    arrived.countDown();
                    gate.await();
                    return input;
                })
                .build()) {
            List<TaskHandle<Integer>> handles = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                handles.add(tasks.submit(WAIT, i));
            }
            System.out.println("waiting=" + (arrived.await(20, TimeUnit.SECONDS) ? TASKS : TASKS - arrived.getCount()));
            Runtime runtime = Runtime.getRuntime();
            System.out.println("usedMegabytes=" + (runtime.totalMemory() - runtime.freeMemory()) / 1_000_000);
            gate.countDown();
            int succeeded = 0;
            for (int i = 0; i < TASKS; i++) {
                Outcome<Integer> outcome = handles.get(i).await(ofSeconds(20)).orElseThrow();
                succeeded += outcome.equals(new Outcome.Succeeded<>(i)) ? 1 : 0;
            }
            System.out.println("succeeded=" + succeeded);
            System.out.println("byThemselves=" + (tasks.shutdown(ofSeconds(5)) ? 1 : 0));
        }
    }
}
