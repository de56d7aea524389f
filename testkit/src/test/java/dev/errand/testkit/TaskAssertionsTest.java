package dev.errand.testkit;

import static dev.errand.SubmitOptions.by;
import static dev.errand.testkit.TaskAssertions.assertThat;
import static java.time.Duration.ZERO;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.errand.Owner;
import dev.errand.TaskCancelledException;
import dev.errand.TaskContext;
import dev.errand.TaskFailedException;
import dev.errand.TaskHandle;
import dev.errand.TaskSnapshot;
import dev.errand.TaskState;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.registry.TaskQuery;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class TaskAssertionsTest {

    private static final TaskType<String, String> TASK = TaskType.named("list", String.class, String.class);

    private final IllegalStateException broken = new IllegalStateException("the disk is full to 100 %");
    private final SteppingExecutor steps = new SteppingExecutor(1);
    private final TaskEngine tasks = TaskEngine.builder()
            .register(TASK, this::run)
            .time(new ManualTime())
            .executor(steps)
            .build();

    /** Ends as its input says. */
    private String run(String end, TaskContext context) throws Exception {
        context.progress().total(4);
        context.progress().phase("writing");
        context.progress().advance(3);
        context.writeArtifact("list.csv", "text/csv", out -> out.write('1'));
        switch (end) {
            case "partial" -> context.progress().failed();
            case "refused" -> throw new TaskFailedException("The month is not closed yet.").keeping("a part");
            case "broken" -> throw broken;
            default -> context.progress().advance();
        }
        return "done";
    }

    @AfterEach
    void closesTheEngine() {
        tasks.close();
    }

    @Test
    void passForATaskThatWaitsAndThenSucceeds() {
        TaskHandle<String> handle = submit("well");
        assertThat(handle.snapshot())
                .isQueued()
                .hasState(TaskState.QUEUED)
                .hasAttempts(0)
                .hasDone(0)
                .hasNoArtifact();

        steps.runUntilIdle();

        assertThat(handle)
                .endsWithin(ZERO)
                .hasEnded()
                .succeeded()
                .succeededWith("done")
                .hasAttempts(1)
                .hasDone(4)
                .hasTotal(4)
                .hasPercent(100)
                .hasArtifact("list.csv")
                .hasArtifactMatching("l.*csv")
                .hasTitle("The list")
                .isOwnedBy(Owner.of("ana"));
    }

    @Test
    void passForATaskThatRuns() {
        TaskHandle<Integer> handle = tasks.submit("look", context -> {
            assertThat(tasks.list(TaskQuery.newest(1)).getFirst()).isRunning().hasAttempts(1);
            return 7;
        });

        steps.runNext();

        assertThat(handle).endsWithin(ZERO).succeededWith(7);
    }

    @Test
    void passForTheOtherEnds() {
        assertThat(ended("partial")).isPartial(1).hasDone(3);
        assertThat(ended("refused")).failed().failedWith("not closed").hasKept("a part");
        assertThat(ended("broken")).failedWith("unexpected error");
    }

    @Test
    void passForTasksThatWereCancelled() {
        TaskHandle<String> waiting = submit("well");
        waiting.cancel();
        TaskHandle<Integer> running = tasks.submit("stop", context -> {
            tasks.list(TaskQuery.newest(1))
                    .forEach(itself -> tasks.find(itself.id()).orElseThrow().cancel());
            throw new TaskCancelledException("stopped").keeping(3);
        });

        steps.runUntilIdle();

        assertThat(waiting).endsWithin(ZERO).wasCancelled().hasNoArtifact();
        assertThat(running).endsWithin(ZERO).wasCancelled().hasKept(3);
    }

    @Test
    void failForATaskThatIsOtherwise() {
        Map<String, Consumer<TaskSnapshotAssert>> wrong = new LinkedHashMap<>();
        wrong.put("is QUEUED", TaskSnapshotAssert::isQueued);
        wrong.put("is FAILED", task -> task.hasState(TaskState.FAILED));
        wrong.put("runs", TaskSnapshotAssert::isRunning);
        wrong.put("was attempted 2 times", task -> task.hasAttempts(2));
        wrong.put("succeeded with more", task -> task.succeededWith("more"));
        wrong.put("succeeded with null", task -> task.succeededWith(null));
        wrong.put("is partial, with 1 failed", task -> task.isPartial(1));
        wrong.put("failed", TaskSnapshotAssert::failed);
        wrong.put("failed with a sentence like \"done\"", task -> task.failedWith("done"));
        wrong.put("was cancelled", TaskSnapshotAssert::wasCancelled);
        wrong.put("has kept done", task -> task.hasKept("done"));
        wrong.put("has 3 units done", task -> task.hasDone(3));
        wrong.put("has a total of 5", task -> task.hasTotal(5));
        wrong.put("shows 99 %", task -> task.hasPercent(99));
        wrong.put("has left a file list", task -> task.hasArtifact("list"));
        wrong.put("has left a file whose name matches list", task -> task.hasArtifactMatching("list"));
        wrong.put("has left no file", TaskSnapshotAssert::hasNoArtifact);
        wrong.put("has the title \"list\"", task -> task.hasTitle("list"));
        wrong.put("is owned by Owner[id=bea, tenant=]", task -> task.isOwnedBy(Owner.of("bea")));
        TaskSnapshot task = ended("well");

        wrong.forEach((expectation, assertion) -> assertThat(catchThrowable(() -> assertion.accept(assertThat(task))))
                .as(expectation)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("Expected a task that " + expectation + ", but got this one:\n"));
    }

    @Test
    void failForATaskThatDidNotEndWell() {
        assertThat(catchThrowable(() -> assertThat(ended("partial")).succeeded()))
                .hasMessageContaining("succeeded");
        assertThat(catchThrowable(() -> assertThat(ended("partial")).isPartial(2)))
                .hasMessageContaining("2 failed");
        assertThat(catchThrowable(() -> assertThat(ended("refused")).failedWith("open")))
                .hasMessageContaining("a sentence like \"open\"");
        assertThat(catchThrowable(() -> assertThat(ended("refused")).hasKept("all")))
                .hasMessageContaining("kept all");
        assertThat(catchThrowable(() -> assertThat(submit("well").snapshot()).hasEnded()))
                .hasMessageContaining("has ended");
    }

    @Test
    void showTheWholeTaskAndWhatItThrew() {
        TaskSnapshot task = ended("broken");

        assertThat(catchThrowable(() -> assertThat(task).as("the list").succeeded()))
                .hasMessage("""
                        [the list] Expected a task that succeeded, but got this one:
                          task       %s, version 4
                          submitted  list "The list" for ana at 2026-11-22T12:00:00Z, key "broken"
                          state      FAILED, attempt 1, started at 2026-11-22T12:00:00Z, ended at 2026-11-22T12:00:00Z
                          progress   3 done and 0 failed of 4, phase "writing"
                          outcome    failed, "The task could not finish because of an unexpected error." (%s)
                          artifacts  list.csv (text/csv, 1 bytes)""", task.id(), broken)
                .hasSuppressedException(broken);
    }

    @Test
    void failForATaskThatDoesNotEndInTime() {
        assertThat(catchThrowable(
                        () -> assertThat(submit("well")).as("the list").endsWithin(ZERO)))
                .hasMessageStartingWith("[the list] Expected a task that ends within PT0S, but got this one:\n")
                .hasMessageContaining("state      QUEUED, attempt 0\n")
                .hasMessageContaining("progress   0 done and 0 failed, total unknown\n")
                .hasMessageContaining("outcome    none yet\n")
                .hasMessageEndingWith("artifacts  none");
    }

    @Test
    void keepTheDescriptionWhenTheyGoOnWithTheEndedTask() {
        TaskHandle<String> handle = submit("well");
        steps.runUntilIdle();

        assertThat(catchThrowable(
                        () -> assertThat(handle).as("the list").endsWithin(ZERO).failed()))
                .hasMessageStartingWith("[the list] ");
    }

    @Test
    void failAndKeepTheInterruptOfAThreadThatWaits() {
        TaskHandle<String> handle = submit("well");
        Thread.currentThread().interrupt();

        Throwable failure = catchThrowable(() -> assertThat(handle).endsWithin(Duration.ofHours(1)));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure).hasMessageContaining("ends before the waiting thread is interrupted");
    }

    private TaskHandle<String> submit(String end) {
        return tasks.submit(TASK, end, by("ana").title("The list").key(end));
    }

    private TaskSnapshot ended(String end) {
        TaskHandle<String> handle = submit(end);
        steps.runUntilIdle();
        return handle.snapshot();
    }
}
