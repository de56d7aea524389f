package dev.errand.jdbc.kills;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.kills.Diary.Entry;
import dev.errand.jdbc.kills.Diary.What;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers are frozen for longer than their lease, and go on when others have their tasks: row D7. */
@Timeout(value = 60, unit = MINUTES)
class FreezesTest {

    private static final int ROUNDS = Seed.LONG ? 100 : 10;
    private static final int WORKERS = 4;
    private static final int FROZEN = 2;
    private static final int TASKS_PER_ROUND = 60;
    private static final int LEAST_STEPS = 20;
    private static final int MOST_STEPS = 60;

    @TempDir
    Path directory;

    @Test
    void refusesWhatAFrozenWorkerWritesWhenItGoesOn() throws Exception {
        Random chance = Seed.printed("frozen workers");
        try (PostgresServer server = PostgresServer.startDurable();
                Fleet fleet = Fleet.on(server.newDatabase("freezes"), directory)) {
            fleet.practise();
            List<String> workers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                workers.add(fleet.startWorker());
            }
            int overtaken = 0;
            for (int round = 0; round < ROUNDS; round++) {
                fleet.order(Work.STEPS, TASKS_PER_ROUND, LEAST_STEPS, MOST_STEPS);
                Collections.shuffle(workers, chance);
                overtaken += freeze(fleet, workers.subList(0, FROZEN));
            }
            fleet.awaitEnd(Duration.ofMinutes(5));
            Await.until("each end of a zombie is refused", Fleet.LIMIT, () -> {
                Map<String, Long> refused = refused(Diary.readAll(fleet.diaries()));
                return refused.getOrDefault("end", 0L) >= refused.getOrDefault("checkpoint", 0L);
            });

            Audit audit = fleet.audit();
            Audit.Figures figures = audit.settle(fleet.ordered());
            Map<String, Long> refused = refused(audit.entries(What.REFUSED));
            System.out.println(
                    ROUNDS * FROZEN + " freezes, " + overtaken + " attempts overtaken: " + figures + ", " + refused);
            assertThat(overtaken).isGreaterThanOrEqualTo(ROUNDS * FROZEN);
            assertThat(refused).containsOnlyKeys("checkpoint", "ledger", "end");
            assertThat(figures.duplicated()).isLessThanOrEqualTo((long) ROUNDS * FROZEN * Worker.THREADS);
            assertThat(figures.inDoubt())
                    .as("zombies that were not interrupted")
                    .isZero();
            assertThat(fleet.count("WHERE progress LIKE '%zombie%' OR result LIKE '%zombie%'"))
                    .as("tasks with anything that a zombie said")
                    .isZero();
            audit.requireAttemptsCounted();
        }
    }

    private static Map<String, Long> refused(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> entry.what() == What.REFUSED)
                .collect(groupingBy(Entry::detail, counting()));
    }

    /** Freezes some at once, until others have all that they were about. How many attempts that were. */
    private static int freeze(Fleet fleet, List<String> victims) throws IOException {
        List<Entry> underWay = new ArrayList<>();
        for (String victim : victims) {
            fleet.awaitBusy(victim, Work.STEPS, TASKS_PER_ROUND, LEAST_STEPS, MOST_STEPS);
            fleet.process(victim).freeze();
            underWay.addAll(fleet.underWay(victim));
        }
        Await.until("others have what was frozen: " + underWay, Fleet.LIMIT, () -> {
            List<Entry> begun = Diary.readAll(fleet.diaries());
            return underWay.stream().allMatch(frozen -> isOvertaken(frozen, begun));
        });
        for (String victim : victims) {
            fleet.process(victim).thaw();
        }
        Await.until("all that were frozen are interrupted: " + underWay, Fleet.LIMIT, () -> {
            List<Entry> open = new ArrayList<>();
            for (String victim : victims) {
                open.addAll(fleet.underWay(victim));
            }
            return underWay.stream().noneMatch(open::contains);
        });
        return underWay.size();
    }

    private static boolean isOvertaken(Entry frozen, List<Entry> entries) {
        return entries.stream()
                .anyMatch(entry -> entry.what() == What.BEGUN
                        && entry.task().equals(frozen.task())
                        && entry.attempt() > frozen.attempt());
    }
}
