package dev.errand.faults;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;

/** A process whose clock on the wall is put forward by an hour, through a file that libfaketime reads, and back. */
final class JumpingClock {

    private static final TaskType<String, String> LATE = TaskType.named("late", String.class, String.class)
            .timeout(ofSeconds(2))
            .cancelGrace(ofMillis(1));

    private JumpingClock() {}

    public static void main(String[] arguments) throws Exception {
        Path offset = Path.of(arguments[0]);
        try (TaskEngine tasks = TaskEngine.builder()
                .register(LATE, (input, context) -> {
                    new CountDownLatch(1).await();
                    return input;
                })
                .build()) {
            TaskHandle<String> ended = tasks.submit("ended", context -> "done");
            ended.await(ofSeconds(5)).orElseThrow();
            Instant before = Instant.now();
            long start = System.nanoTime();
            TaskHandle<String> late = tasks.submit(LATE, "a");
            TaskHandle<String> delayed =
                    tasks.submit(context -> "done", by("ana").delay(ofSeconds(2)));
            Files.writeString(offset, arguments[1]);
            System.out.println(
                    "jumpedMinutes=" + Duration.between(before, Instant.now()).toMinutes());
            boolean failed = late.await(ofSeconds(20)).orElseThrow() instanceof Outcome.Failed<String>;
            System.out.println("lateAfterMillis=" + (System.nanoTime() - start) / 1_000_000);
            delayed.await(ofSeconds(20)).orElseThrow();
            System.out.println("delayedAfterMillis=" + (System.nanoTime() - start) / 1_000_000);
            Files.writeString(offset, "+0");
            System.out.println("failed=" + (failed ? 1 : 0));
            System.out.println("stillThere=" + (tasks.find(ended.id()).isPresent() ? 1 : 0));
        }
    }
}
