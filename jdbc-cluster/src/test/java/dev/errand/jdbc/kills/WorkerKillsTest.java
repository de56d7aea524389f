package dev.errand.jdbc.kills;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.PostgresServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Workers are killed in the middle of their work, again and again, several at a time: row D1. */
@Timeout(value = 60, unit = MINUTES)
class WorkerKillsTest {

    private static final int KILLS = Seed.LONG ? 1_000 : 100;

    /** More than a worker does before it is killed: what is left at the end is for those that are not. */
    private static final int TASKS_PER_KILL = Seed.LONG ? 150 : 400;

    private static final int TASKS = KILLS * TASKS_PER_KILL;
    private static final int WORKERS = 3;
    private static final int MOST_LINES = 120;
    private static final int MOST_MILLIS = 5;
    private static final int LOOKS_BETWEEN_ORDERS = 100;

    @TempDir
    Path directory;

    /** Each kill falls upon a worker that has just said that it does something. */
    @Test
    void losesNothingWhenWorkersAreKilled() throws Exception {
        Random chance = Seed.printed("kills of workers");
        long begin = System.nanoTime();
        try (PostgresServer server = PostgresServer.startDurable();
                Fleet fleet = Fleet.on(server.newDatabase("kills"), directory);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            fleet.practise();
            List<Future<?>> killers = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                int share = KILLS / WORKERS + (i < KILLS % WORKERS ? 1 : 0);
                Random own = new Random(chance.nextLong());
                killers.add(threads.submit((Callable<Void>) () -> killAgainAndAgain(fleet, share, own)));
            }
            for (Future<?> killer : killers) {
                Object unused = killer.get();
            }
            System.out.printf("%d kills after %.1f s%n", fleet.kills(), secondsSince(begin));
            fleet.awaitEnd(Duration.ofMinutes(10));

            Audit audit = fleet.audit();
            Audit.Figures figures = audit.settle(TASKS);
            System.out.printf("%d kills in %.1f s: %s%n", fleet.kills(), secondsSince(begin), figures);
            assertThat(fleet.kills()).isEqualTo(KILLS);
            assertThat(figures.inDoubt()).as("attempts that were killed").isGreaterThanOrEqualTo(KILLS / 5);
            assertThat(figures.duplicated()).isLessThanOrEqualTo((long) KILLS * Worker.THREADS);
            audit.requireAttemptsCounted();
            audit.requireNoTwoOwners();
        }
    }

    /** The last one lives, to do what is left. */
    private static Void killAgainAndAgain(Fleet fleet, int times, Random chance) throws Exception {
        for (int kill = 0; kill < times; kill++) {
            String worker = fleet.startWorker();
            fleet.order(Work.EFFECT, TASKS_PER_KILL, 0, MOST_MILLIS);
            awaitLines(fleet, worker, chance.nextInt(1, MOST_LINES));
            fleet.kill(worker);
        }
        String survivor = fleet.startWorker();
        System.out.println(survivor + " is not killed");
        return null;
    }

    /** Orders more, if others were so quick that there is nothing left for it. */
    private static void awaitLines(Fleet fleet, String worker, int lines) throws IOException {
        AtomicInteger looks = new AtomicInteger();
        Await.until(lines + " lines of " + worker, Fleet.LIMIT, () -> {
            boolean there = Diary.read(worker, fleet.diaries()).size() >= lines;
            if (!there && looks.incrementAndGet() % LOOKS_BETWEEN_ORDERS == 0 && fleet.isIdle()) {
                fleet.order(Work.EFFECT, TASKS_PER_KILL, 0, MOST_MILLIS);
            }
            return there;
        });
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
