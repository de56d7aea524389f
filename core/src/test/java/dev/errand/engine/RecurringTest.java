package dev.errand.engine;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import dev.errand.SubmitOptions;
import dev.errand.TaskContext;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskSnapshot;
import dev.errand.TaskType;
import dev.errand.executor.TaskExecutor;
import dev.errand.registry.TaskQuery;
import dev.errand.schedule.Misfire;
import dev.errand.schedule.Recurrence;
import dev.errand.schedule.Schedule;
import dev.errand.testkit.ManualTime;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecurringTest extends EngineFixture {

    private static final TaskType<Void, String> CLEAN = TaskType.named("clean", Void.class, String.class);
    private static final Recurrence HOURLY = Recurrence.named("hourly").on(Schedule.every(ofHours(1)));

    private TaskEngine tasks(Recurrence recurrence) {
        return use(builder()
                .recurring(recurrence, CLEAN, null, by("olga").title("Cleaning"))
                .register(CLEAN, this::clean));
    }

    private String clean(Void nothing, TaskContext context) throws InterruptedException {
        return waitAtGate("clean", context);
    }

    private List<TaskSnapshot> known(TaskEngine tasks) {
        return tasks.list(TaskQuery.newest(100));
    }

    private void awaitEnded(TaskEngine tasks, int count) {
        await(() ->
                known(tasks).stream().filter(task -> task.state().isFinal()).count() == count && time.pending() == 2);
    }

    @Test
    void submitsATaskForEachSlot() {
        TaskEngine tasks = tasks(HOURLY);
        openGate();
        assertThat(known(tasks)).as("noon is not after noon").isEmpty();

        time.advance(ofHours(1));
        awaitEnded(tasks, 1);
        time.advance(ofHours(1));
        awaitEnded(tasks, 2);

        assertThat(known(tasks)).allSatisfy(task -> {
            assertThat(task.owner().id()).isEqualTo("olga");
            assertThat(task.title()).isEqualTo("Cleaning");
        });
        assertThat(known(tasks))
                .extracting(task -> task.submission().key())
                .containsExactly(
                        Optional.of("hourly@2026-11-22T14:00:00Z"), Optional.of("hourly@2026-11-22T13:00:00Z"));
    }

    @Test
    void tellsWhatRecurs() {
        TaskEngine tasks = tasks(HOURLY);
        Instant one = ManualTime.NOON.plus(ofHours(1));
        assertThat(tasks.recurring())
                .containsExactly(new RecurringTask(HOURLY, "clean", Optional.empty(), Optional.of(one)));

        time.advance(ofHours(1));

        TaskId first = known(tasks).getFirst().id();
        assertThat(tasks.recurring())
                .containsExactly(
                        new RecurringTask(HOURLY, "clean", Optional.of(first), Optional.of(one.plus(ofHours(1)))));

        atGate.acquireUninterruptibly();
        time.advance(ofHours(3));
        assertThat(tasks.recurring().getFirst().next())
                .as("while the first still runs")
                .contains(one.plus(ofHours(4)));
    }

    @Test
    void isTitledAsItIsNamedUnlessItSaysSo() {
        TaskEngine tasks = use(
                builder().register(CLEAN, (nothing, context) -> "clean").recurring(HOURLY, CLEAN, null, by("olga")));

        time.advance(ofHours(1));

        assertThat(known(tasks).getFirst().title()).isEqualTo("hourly");
    }

    @Test
    void letsNothingOverlapAndRunsAMissedSlotOnce() throws InterruptedException {
        TaskEngine tasks = tasks(HOURLY);
        time.advance(ofHours(1));
        atGate.acquire();
        time.advance(ofHours(3));
        assertThat(known(tasks)).as("the first still runs").hasSize(1);

        openGate();
        awaitEnded(tasks, 2);

        assertThat(known(tasks).getFirst().submission().key()).contains("hourly@2026-11-22T16:00:00Z");
    }

    @Test
    void skipsMissedSlotsIfAsked() throws InterruptedException {
        TaskEngine tasks = tasks(HOURLY.misfire(Misfire.SKIP));
        time.advance(ofHours(1));
        atGate.acquire();
        time.advance(ofMinutes(62));

        openGate();
        awaitEnded(tasks, 1);
        time.advance(ofMinutes(1));
        assertThat(known(tasks)).as("two minutes late is too late").hasSize(1);
        time.advance(ofHours(1));

        awaitEnded(tasks, 2);
        assertThat(known(tasks).getFirst().submission().key()).contains("hourly@2026-11-22T15:00:00Z");
    }

    @Test
    void runsEveryMissedSlotAfterAnotherIfAsked() throws InterruptedException {
        TaskEngine tasks = tasks(HOURLY.misfire(Misfire.RUN_ALL));
        time.advance(ofHours(1));
        atGate.acquire();
        time.advance(ofHours(3));

        openGate();

        awaitEnded(tasks, 4);
        List<TaskSnapshot> newestFirst = known(tasks);
        for (int i = 1; i < newestFirst.size(); i++) {
            assertThat(newestFirst.get(i).status().endedAt().orElseThrow())
                    .isBeforeOrEqualTo(
                            newestFirst.get(i - 1).status().startedAt().orElseThrow());
        }
    }

    @Test
    void letsThemOverlapIfAsked() throws InterruptedException {
        tasks(HOURLY.overlapping());
        time.advance(ofHours(1));
        time.advance(ofHours(1));

        atGate.acquire(2);
    }

    @Test
    void followsTheClockOnTheWall() {
        TaskEngine tasks = tasks(Recurrence.named("nightly").on(Schedule.dailyAt(LocalTime.of(15, 0), ZoneOffset.UTC)));
        openGate();
        time.jump(ofHours(3).minusSeconds(30));
        time.advance(ofMinutes(1));
        awaitEnded(tasks, 1);

        time.jump(ofHours(-1));
        time.advance(ofHours(2));

        assertThat(known(tasks))
                .as("the clock was set back: it is not met again")
                .hasSize(1);
    }

    @Test
    void triesASlotAgainThatWasRefused() {
        TaskEngine tasks = use(builder()
                .maxWaiting(1)
                .executor(TaskExecutor.on(work -> {}, 1))
                .recurring(HOURLY, CLEAN, null, SubmitOptions.defaults())
                .register(CLEAN, (nothing, context) -> ""));
        TaskHandle<String> first = tasks.submit("fills the queue", context -> "");

        time.advance(ofHours(1));
        assertThat(known(tasks)).as("there is no room").hasSize(1);
        first.cancel();
        time.advance(ofMinutes(1));

        assertThat(known(tasks)).hasSize(2);
    }

    /** Whoever submitted it died before it could write down that it had, and has begun anew with another input. */
    @Test
    void goesOnAfterASlotThatWasSubmittedWithAnotherInput() throws InterruptedException {
        TaskEngine tasks = use(builder()
                .register(ECHO, (input, context) -> input)
                .recurring(HOURLY.misfire(Misfire.RUN_ALL), ECHO, "after the deploy", by("olga")));
        TaskHandle<String> before = tasks.submit(ECHO, "before", by("olga").key("hourly@2026-11-22T13:00:00Z"));
        outcomeOf(before);

        time.advance(ofHours(1));
        await(() -> tasks.recurring().getFirst().latest().equals(Optional.of(before.id())));
        time.advance(ofHours(1));

        awaitEnded(tasks, 2);
        assertThat(known(tasks).getFirst().submission().key()).contains("hourly@2026-11-22T14:00:00Z");
    }

    @Test
    void stopsWithTheEngine() {
        TaskEngine tasks = tasks(HOURLY);
        tasks.close();

        time.advance(ofHours(2));

        assertThat(known(tasks)).isEmpty();
    }

    @Test
    void refusesWhatCannotRecur() {
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() ->
                        builder().recurring(HOURLY, CLEAN, null, by("olga").key("mine")))
                .withMessageContaining("have no key, and no time");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() ->
                        builder().recurring(HOURLY, CLEAN, null, by("olga").delay(ofSeconds(1))))
                .withMessageContaining("have no key, and no time");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() ->
                        builder().recurring(HOURLY, CLEAN, null, by("olga")).recurring(HOURLY, CLEAN, null, by("olga")))
                .withMessage("recurrence is \"hourly\", but must be named once");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() ->
                        builder().recurring(HOURLY, CLEAN, null, by("olga")).build())
                .withMessageContaining("task type is \"clean\"");
        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> builder()
                        .register(ECHO, (input, context) -> input)
                        .recurring(HOURLY, ECHO, null, by("olga"))
                        .build())
                .withMessageContaining("input of echo");
    }
}
