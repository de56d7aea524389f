package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Command;
import dev.errand.Reply;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.executor.TaskExecutor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each command is answered in each state. */
class CommandsTest extends EngineFixture {

    private static final Command OLGAS = Command.by("olga").because("because");

    @ParameterizedTest
    @CsvSource({
        "SCHEDULED,     ACCEPTED,      NOT_NOW,       NOT_NOW,       NOT_NOW",
        "QUEUED,        ACCEPTED,      ACCEPTED,      ALREADY_ASKED, NOT_NOW",
        "RUNNING,       ACCEPTED,      ACCEPTED,      ALREADY_ASKED, NOT_NOW",
        "PAUSING,       ACCEPTED,      ALREADY_ASKED, NOT_NOW,       NOT_NOW",
        "PAUSED,        ACCEPTED,      ALREADY_ASKED, ACCEPTED,      NOT_NOW",
        "CANCELLING,    ALREADY_ASKED, NOT_NOW,       NOT_NOW,       ACCEPTED",
        "WAITING_RETRY, ACCEPTED,      NOT_NOW,       ACCEPTED,      NOT_NOW",
        "SUCCEEDED,     ENDED,         ENDED,         ENDED,         ENDED",
        "FAILED,        ENDED,         ENDED,         ENDED,         ENDED",
        "CANCELLED,     ENDED,         ENDED,         ENDED,         ENDED"
    })
    void areAnswered(TaskState state, Reply cancel, Reply pause, Reply resume, Reply forceStop)
            throws InterruptedException {
        assertThat(taskIn(state).cancel(OLGAS)).as("cancel").isEqualTo(cancel);
        assertThat(taskIn(state).pause(OLGAS)).as("pause").isEqualTo(pause);
        assertThat(taskIn(state).resume(OLGAS)).as("resume").isEqualTo(resume);
        assertThat(taskIn(state).forceStop(OLGAS)).as("force stop").isEqualTo(forceStop);
    }

    @ParameterizedTest
    @CsvSource({
        "SCHEDULED,     CANCELLED,  SCHEDULED, SCHEDULED,     SCHEDULED",
        "QUEUED,        CANCELLED,  PAUSED,    QUEUED,        QUEUED",
        "RUNNING,       CANCELLING, PAUSING,   RUNNING,       RUNNING",
        "PAUSING,       CANCELLING, PAUSING,   PAUSING,       PAUSING",
        "CANCELLING,    CANCELLING, CANCELLING, CANCELLING,   CANCELLED",
        "SUCCEEDED,     SUCCEEDED,  SUCCEEDED, SUCCEEDED,     SUCCEEDED",
        "FAILED,        FAILED,     FAILED,    FAILED,        FAILED",
        "CANCELLED,     CANCELLED,  CANCELLED, CANCELLED,     CANCELLED"
    })
    void doWhatTheySay(TaskState state, TaskState cancel, TaskState pause, TaskState resume, TaskState forceStop)
            throws InterruptedException {
        TaskHandle<String> handle = taskIn(state);
        handle.cancel(OLGAS);
        assertThat(stateOf(handle)).as("cancel").isEqualTo(cancel);
        handle = taskIn(state);
        handle.pause(OLGAS);
        assertThat(stateOf(handle)).as("pause").isEqualTo(pause);
        handle = taskIn(state);
        handle.resume(OLGAS);
        assertThat(stateOf(handle)).as("resume").isEqualTo(resume);
        handle = taskIn(state);
        handle.forceStop(OLGAS);
        assertThat(stateOf(handle)).as("force stop").isEqualTo(forceStop);
    }

    @ParameterizedTest
    @CsvSource({"QUEUED", "PAUSED", "WAITING_RETRY", "SCHEDULED"})
    void ofACancelAreKept(TaskState state) throws InterruptedException {
        TaskHandle<String> handle = taskIn(state);

        handle.cancel(OLGAS);

        assertThat(handle.snapshot().status().timeline().getLast())
                .extracting("state", "by", "note")
                .containsExactly(TaskState.CANCELLED, "olga", "because");
    }

    /** A task of an engine of its own, with one place to run. */
    private TaskHandle<String> taskIn(TaskState state) throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO.retrying(Retry.fixed(2, ofSeconds(5))).cancelGrace(ofMinutes(5)), this::asItsInputSays)
                .executor(TaskExecutor.virtualThreads(1))
                .shutdownGrace(ofSeconds(0)));
        TaskHandle<String> handle = switch (state) {
            case SCHEDULED -> tasks.submit(ECHO, "waits", by("ana").delay(ofSeconds(5)));
            case QUEUED, PAUSED -> behindAnother(tasks);
            case RUNNING, PAUSING, CANCELLING, SUCCEEDED, CANCELLED -> tasks.submit(ECHO, "waits", by("ana"));
            case WAITING_RETRY -> tasks.submit(ECHO, "fails", by("ana"));
            case FAILED -> tasks.submit(ECHO, "fails for good", by("ana"));
            case INTERRUPTED -> throw new AssertionError("no task stays so in memory");
        };
        bringTo(state, handle);
        awaitState(handle, state);
        return handle;
    }

    private TaskHandle<String> behindAnother(TaskEngine tasks) throws InterruptedException {
        tasks.submit(ECHO, "waits");
        atGate.acquire();
        return tasks.submit(ECHO, "waits", by("ana"));
    }

    private void bringTo(TaskState state, TaskHandle<String> handle) throws InterruptedException {
        switch (state) {
            case RUNNING -> atGate.acquire();
            case PAUSING -> {
                atGate.acquire();
                handle.pause();
            }
            case PAUSED -> handle.pause();
            case CANCELLING -> {
                atGate.acquire();
                handle.cancel();
            }
            case CANCELLED -> {
                atGate.acquire();
                handle.cancel();
                handle.forceStop(OLGAS);
            }
            case SUCCEEDED -> {
                atGate.acquire();
                openGate();
            }
            default -> {}
        }
    }

    private String asItsInputSays(String input, TaskContext context) throws InterruptedException {
        if (input.equals("fails")) {
            throw new IllegalStateException("planted failure");
        }
        if (input.equals("fails for good")) {
            throw new dev.errand.TaskFailedException("No.");
        }
        boolean first = context.checkpoint(String.class).isEmpty();
        return waitAtGate(input + first, context);
    }
}
