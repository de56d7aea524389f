package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static dev.errand.TaskState.RUNNING;
import static dev.errand.TaskState.SCHEDULED;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Artifact;
import dev.errand.Outcome;
import dev.errand.Retry;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.artifact.DirectoryArtifactStore;
import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The clock on the wall is set while tasks run, an hour forward or back: only what is shown may jump. */
class ClockJumpTest extends EngineFixture {

    static List<Duration> jumps() {
        return List.of(ofHours(1), ofHours(-1));
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void timeoutsGoOn(Duration jump) throws InterruptedException {
        TaskEngine tasks =
                use(builder().register(ECHO.timeout(ofMinutes(10)).cancelGrace(Duration.ZERO), this::waitAtGate));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        time.jump(jump);
        time.advance(ofMinutes(10).minusNanos(1));
        assertThat(stateOf(handle)).isEqualTo(RUNNING);
        time.advance(ofSeconds(1));

        assertThat(outcomeOf(handle)).isInstanceOf(Outcome.Failed.class);
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void delaysGoOn(Duration jump) throws InterruptedException {
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle = tasks.submit(context -> "done", by("ana").delay(ofMinutes(10)));
        time.jump(jump);
        time.advance(ofMinutes(10).minusNanos(1));
        assertThat(stateOf(handle)).isEqualTo(SCHEDULED);
        time.advance(ofSeconds(1));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("done"));
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void retriesGoOn(Duration jump) throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO.retrying(Retry.fixed(2, ofMinutes(10))), (input, context) -> {
            if (context.attempt() == 1) {
                throw new IllegalStateException("once");
            }
            return input;
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        awaitRetry(handle, 1);
        time.jump(jump);
        time.advance(ofMinutes(8));
        awaitRetry(handle, 1);
        time.advance(ofMinutes(4));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("a"));
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void theRateDoesNotJump(Duration jump) throws InterruptedException {
        TaskEngine tasks = use(builder().register(ECHO, (input, context) -> {
            context.progress().total(100);
            context.progress().advance(50);
            return waitAtGate(input, context);
        }));
        TaskHandle<String> handle = tasks.submit(ECHO, "a");
        atGate.acquire();
        time.jump(jump);
        time.advance(ofSeconds(10));

        assertThat(handle.snapshot().progress().unitsPerSecond()).hasValue(5);
    }

    @Test
    void aSubmissionForAnInstantFollowsTheWallWithinAMinute() throws InterruptedException {
        TaskEngine tasks = use(builder());
        TaskHandle<String> handle =
                tasks.submit(context -> "done", by("ana").at(time.instant().plus(ofHours(2))));
        time.jump(ofHours(-1));
        time.advance(ofHours(2));
        assertThat(stateOf(handle)).as("an hour is still missing").isEqualTo(SCHEDULED);
        time.jump(ofHours(1));
        time.advance(ofMinutes(1));

        assertThat(outcomeOf(handle)).isEqualTo(new Outcome.Succeeded<>("done"));
    }

    @ParameterizedTest
    @MethodSource("jumps")
    void nothingIsSweptEarly(Duration jump, @TempDir Path directory) throws Exception {
        DirectoryArtifactStore store =
                DirectoryArtifactStore.in(directory).keeping(ofMinutes(30)).clock(time);
        TaskEngine tasks = use(builder()
                .registry(new MemoryTaskRegistry(new Retention(100, ofMinutes(30))))
                .artifacts(store));
        TaskHandle<Artifact> before = tasks.submit("before", ClockJumpTest::leaveFile);
        Artifact file = ((Outcome.Succeeded<Artifact>) outcomeOf(before)).result();
        time.jump(jump);
        TaskHandle<Artifact> meanwhile = tasks.submit("meanwhile", ClockJumpTest::leaveFile);
        Artifact other = ((Outcome.Succeeded<Artifact>) outcomeOf(meanwhile)).result();
        time.advance(ofMinutes(10));
        time.jump(jump.negated());
        time.advance(ofMinutes(10));
        await(() -> Stream.of(before, meanwhile)
                .allMatch(handle -> tasks.find(handle.id()).isPresent()));

        assertThat(store.pathOf(file)).exists();
        assertThat(store.pathOf(other)).exists();
    }

    private static Artifact leaveFile(TaskContext context) throws Exception {
        return context.writeArtifact("a.txt", "text/plain", out -> out.write(1));
    }

    @Test
    void sweepsByTheWallWhileItGoesSteadily() {
        SweepClock clock = new SweepClock(time);
        time.advance(ofDays(3));

        assertThat(clock.instant()).isEqualTo(time.instant());
    }

    @Test
    void doesNotSweepByAClockThatIsAheadForAMoment() {
        SweepClock clock = new SweepClock(time);
        time.jump(ofHours(1));
        time.advance(ofHours(2));
        assertThat(clock.instant()).isEqualTo(time.instant().minus(ofHours(1)));
        time.jump(ofHours(-1));

        assertThat(clock.instant()).isEqualTo(time.instant());
    }

    @Test
    void believesAJumpThatLasts() {
        SweepClock clock = new SweepClock(time);
        time.jump(ofDays(20_000));
        for (int hour = 0; hour < 25; hour++) {
            time.advance(ofHours(1));
            clock.instant();
        }

        assertThat(clock.instant()).isEqualTo(time.instant());
    }

    @Test
    void believesAJumpBackAtOnce() {
        SweepClock clock = new SweepClock(time);
        time.jump(ofHours(-1));

        assertThat(clock.instant()).isEqualTo(time.instant());
    }

    @Test
    void followsAClockThatGainsALittle() {
        SweepClock clock = new SweepClock(time);
        for (int minute = 0; minute < 600; minute++) {
            time.advance(ofMinutes(1));
            time.jump(ofSeconds(1));
            clock.instant();
        }

        assertThat(clock.instant()).isEqualTo(time.instant());
    }

    @Test
    void idsRiseAlsoWhenTheClockIsSetBack() {
        TaskEngine tasks = use(builder());
        TaskHandle<String> before = tasks.submit("before", context -> "");
        time.jump(ofHours(-1));
        TaskHandle<String> after = tasks.submit("after", context -> "");

        assertThat(after.id()).isGreaterThan(before.id());
    }
}
