package dev.errand.samples.firststeps;

import static dev.errand.SubmitOptions.by;
import static dev.errand.samples.firststeps.SettleClaims.SETTLE;
import static java.time.Duration.ofSeconds;

import dev.errand.Answer;
import dev.errand.Command;
import dev.errand.Outcome;
import dev.errand.Priority;
import dev.errand.RetryScope;
import dev.errand.TaskHandle;
import dev.errand.TimelineEntry;
import dev.errand.engine.TaskEngine;
import dev.errand.schedule.Recurrence;
import dev.errand.schedule.Schedule;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Collectors;

/** What people do with tasks: pause them, do them again, have them every night. */
public final class SettlementDesk implements AutoCloseable {

    static final Recurrence NIGHTLY =
            Recurrence.named("settle-nightly").on(Schedule.dailyAt(LocalTime.of(2, 30), ZoneId.of("Europe/Berlin")));

    private final TaskEngine tasks;

    SettlementDesk(SettleClaims settle) {
        tasks = TaskEngine.builder()
                .register(SETTLE, settle)
                .resource("claims-db", 2)
                .maxRunningPerOwner(5)
                .maxWaitingPerOwner(100)
                .recurring(NIGHTLY, SETTLE, new ClaimQuery("auto"), by("nightly-run"))
                .build();
    }

    /** Answers with the outcome if that is there at once, and with an id if not. */
    String settle(String user, ClaimQuery query) throws InterruptedException {
        return switch (tasks.submitAndAwait(SETTLE, query, by(user).joinIfRunning(), ofSeconds(2))) {
            case Answer.Now<String>(var handle, Outcome<String> outcome) -> "Done: " + outcome.state();
            case Answer.Later<String>(TaskHandle<String> handle) -> "Under way: " + handle.id();
        };
    }

    List<TaskHandle<String>> settleAll(String user, List<ClaimQuery> queries) {
        return tasks.submitAll(SETTLE, queries, by(user).priority(Priority.LOW));
    }

    TaskHandle<String> submit(String user, ClaimQuery query) {
        return tasks.submit(SETTLE, query, by(user));
    }

    static void overLunch(TaskHandle<String> handle) {
        handle.pause();
        handle.resume();
    }

    static TaskHandle<String> onceMore(TaskHandle<String> handle) {
        return handle.retry(RetryScope.FAILED_ITEMS, Command.by("olga").because("the bank is back"));
    }

    /** Who did what to it, and when. */
    static String story(TaskHandle<String> handle) {
        return handle.snapshot().status().timeline().stream()
                .map(SettlementDesk::line)
                .collect(Collectors.joining("\n"));
    }

    private static String line(TimelineEntry step) {
        return step.at() + " " + step.state() + " " + step.by() + " " + step.note();
    }

    @Override
    public void close() {
        tasks.close();
    }
}
