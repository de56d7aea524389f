package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.CANCELLED;
import static dev.errand.TaskState.QUEUED;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.SCHEDULED;
import static dev.errand.testkit.ManualTime.NOON;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.TaskHandle;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WhenTest extends EngineFixture {

    @Test
    void aDelayIsCountedByTheClockThatDoesNotJump() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "x", by("ana").delay(ofMinutes(10)));
        assertThat(handle.snapshot().submission().startsAt()).isEqualTo(NOON.plus(ofMinutes(10)));

        time.jump(ofHours(5));
        time.advance(ofMinutes(10).minusNanos(1));
        assertThat(stateOf(handle)).isEqualTo(SCHEDULED);
        time.jump(ofHours(-9));
        time.advance(Duration.ofNanos(1));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(time.pending()).as("the pulse's alarm only").isEqualTo(1);
    }

    @Test
    void anInstantIsReadOffTheWall() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "x", by("ana").at(NOON.plus(ofDays(3))));
        assertThat(stateOf(handle)).isEqualTo(SCHEDULED);

        time.advance(ofDays(3).minusSeconds(1));
        assertThat(stateOf(handle)).isEqualTo(SCHEDULED);
        time.advance(ofSeconds(1));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(handle.snapshot().status().startedAt()).contains(NOON.plus(ofDays(3)));
    }

    @Test
    void anInstantComesSoonerIfTheClockIsPutForward() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "x", by("ana").at(NOON.plus(ofHours(3))));
        time.advance(ofMinutes(5));
        time.jump(ofHours(3));

        time.advance(ofMinutes(1));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
    }

    @Test
    void anInstantComesLaterIfTheClockIsPutBack() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        TaskHandle<String> handle = tasks.submit(ECHO, "x", by("ana").at(NOON.plusSeconds(30)));
        time.jump(ofMinutes(-10));

        time.advance(ofMinutes(10));
        assertThat(stateOf(handle)).isEqualTo(SCHEDULED);
        time.advance(ofSeconds(30));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("x"));
        assertThat(time.pending()).as("the pulse's alarm only").isEqualTo(1);
    }

    @Test
    void anInstantInThePastIsAtOnce() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, this::waitAtGate));
        for (Instant past : new Instant[] {NOON, NOON.minusNanos(1), Instant.EPOCH, Instant.MIN}) {
            TaskHandle<String> handle = tasks.submit(ECHO, "x", by("ana").at(past));
            atGate.acquire();

            assertThat(stateOf(handle)).isEqualTo(RUNNING);
            assertThat(handle.snapshot().submission().startsAt()).isEqualTo(NOON);
        }
    }

    @Test
    void theLatestInstantAndTheLongestDelayAreWaitedFor() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> input));
        TaskHandle<String> late = tasks.submit(ECHO, "x", by("ana").at(Instant.parse("9999-12-31T00:00:00Z")));
        TaskHandle<String> later = tasks.submit(ECHO, "x", by("ana").delay(ofDays(3_660)));
        time.advance(ofHours(1));

        assertThat(stateOf(late)).isEqualTo(SCHEDULED);
        assertThat(stateOf(later)).isEqualTo(SCHEDULED);
        assertThat(late.cancel()).isTrue();
        assertThat(later.cancel()).isTrue();
        assertThat(stateOf(late)).isEqualTo(CANCELLED);
        assertThat(time.pending()).as("the pulse's alarm only").isEqualTo(1);
    }

    @Test
    void aTaskWhoseTimeHasComeWaitsItsTurn() throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.maxRunning(1), this::waitAtGate));
        TaskHandle<String> delayed = tasks.submit(ECHO, "delayed", by("ana").delay(ofSeconds(5)));
        assertThat(delayed.place()).as("not in the queue yet").isEmpty();
        TaskHandle<String> running = tasks.submit(ECHO, "runs");
        atGate.acquire();
        time.advance(ofSeconds(5));

        assertThat(stateOf(delayed)).isEqualTo(QUEUED);
        assertThat(delayed.place().orElseThrow().position()).isEqualTo(1);
        openGate();
        outcomeOf(running);
        assertThat(outcomeOf(delayed)).isEqualTo(new Outcome.Succeeded<>("delayed"));
    }
}
