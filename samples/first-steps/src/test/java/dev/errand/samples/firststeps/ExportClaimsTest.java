package dev.errand.samples.firststeps;

import static dev.errand.SubmitOptions.by;
import static dev.errand.samples.firststeps.ExportClaims.EXPORT;
import static dev.errand.testkit.TaskAssertions.assertThat;
import static java.time.Duration.ZERO;
import static java.time.Duration.ofSeconds;

import dev.errand.Artifact;
import dev.errand.TaskHandle;
import dev.errand.TaskState;
import dev.errand.engine.TaskEngine;
import dev.errand.testkit.ManualTime;
import dev.errand.testkit.SteppingExecutor;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.ConnectException;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How an application tests a task of its own: it lets the task run, and time pass, when it wants to. */
class ExportClaimsTest {

    private static final Claim CLAIM = new Claim("C-1", "Ana", new BigDecimal("12.50"), LocalDate.of(2026, 11, 22));

    private final ManualTime time = new ManualTime();
    private final SteppingExecutor steps = new SteppingExecutor(1);
    private final TaskEngine tasks = TaskEngine.builder()
            .register(EXPORT, new ExportClaims(this::find))
            .time(time)
            .executor(steps)
            .build();
    private boolean databaseIsAway;

    private List<Claim> find(ClaimQuery query) {
        if (databaseIsAway) {
            throw new UncheckedIOException(new ConnectException("refused"));
        }
        return List.of(CLAIM, CLAIM, CLAIM);
    }

    @AfterEach
    void closesTheEngine() {
        tasks.close();
    }

    @Test
    void triesAgainWhenTheDatabaseWasAway() {
        TaskHandle<Artifact> handle = tasks.submit(EXPORT, new ClaimQuery("auto"), by("ana"));
        assertThat(handle.snapshot()).isQueued();

        databaseIsAway = true;
        steps.runNext();
        assertThat(handle.snapshot()).hasState(TaskState.WAITING_RETRY);

        databaseIsAway = false;
        time.advance(ofSeconds(2));
        steps.runUntilIdle();
        assertThat(handle)
                .endsWithin(ZERO)
                .succeeded()
                .hasAttempts(2)
                .hasDone(3)
                .hasArtifactMatching("Claims.*[.]xlsx");
    }
}
