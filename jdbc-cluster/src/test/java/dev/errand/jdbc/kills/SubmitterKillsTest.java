package dev.errand.jdbc.kills;

import static java.util.concurrent.TimeUnit.MINUTES;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.kills.Diary.Entry;
import dev.errand.jdbc.kills.Diary.What;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.ChildProcess;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.PostgresServer;
import dev.errand.jdbc.parts.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Submitters are killed while they submit: row D2.
 *
 * <p>H2 is among the databases, though it does not keep what it has acknowledged: it forgot 4 of 1,494 tasks in fifty kills,
 * with {@code WRITE_DELAY=0}, and forgets as much without our code, and with {@code CHECKPOINT SYNC} after each commit. There it
 * is shown that its file stays in use, that no key is locked for ever, and that none has two tasks; what was lost is printed.
 */
@Timeout(value = 60, unit = MINUTES)
class SubmitterKillsTest {

    private static final int KILLS = Seed.LONG ? 500 : 50;
    private static final int MOST_ACKED = 60;

    @TempDir
    Path directory;

    /** On three databases at the same time, since each child has one processor to itself for most of its life. */
    @Test
    void keepsWhatWasAcknowledgedWhenSubmittersAreKilled() throws Exception {
        Random chance = Seed.printed("kills of submitters");
        try (PostgresServer server = PostgresServer.startDurable();
                TestDatabase postgres = server.newDatabase("submitters");
                TestDatabase sqlite = DatabaseKind.SQLITE.fresh();
                TestDatabase h2 = DatabaseKind.H2_FILE.fresh();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> accounts = new ArrayList<>();
            for (TestDatabase database : List.of(postgres, sqlite, h2)) {
                Path diaries = Files.createDirectory(directory.resolve("diaries-" + accounts.size()));
                Random own = new Random(chance.nextLong());
                accounts.add(threads.submit((Callable<String>) () -> killAgainAndAgain(database, diaries, own)));
            }
            for (Future<String> account : accounts) {
                System.out.println(account.get());
            }
        }
    }

    private static String killAgainAndAgain(TestDatabase database, Path diaries, Random chance) throws Exception {
        long begin = System.nanoTime();
        for (int kill = 1; kill <= KILLS; kill++) {
            String name = "submitter-" + kill;
            int acked = chance.nextInt(1, MOST_ACKED);
            try (ChildProcess child = ClassArchive.quickly(ChildProcess.of(KeySubmitter.class))
                    .start(database.url(), diaries.toString(), name)) {
                Await.until(name + " has submitted", Fleet.LIMIT, () -> {
                    if (!child.isAlive()) {
                        throw new AssertionError("it ended by itself: " + child);
                    }
                    return Diary.read(name, diaries).size() >= 2 * acked;
                });
                child.kill();
                child.lines().stream()
                        .filter(line -> line.startsWith("try "))
                        .forEach(line -> System.out.println(name + ": " + line));
            }
        }
        long inDoubt = KeySubmitter.inDoubt(diaries).size();
        try (ChildProcess last = ChildProcess.of(KeySubmitter.class)
                .start(database.url(), diaries.toString(), "submitter-last", "clears")) {
            last.awaitLine("cleared", Fleet.LIMIT);
            assertThat(last.awaitEnd(Fleet.LIMIT)).isZero();
        }
        Audit audit = Audit.of(diaries, database.dataSource());
        requireNoKeyWithTwoTasks(audit);
        assertThat(audit.acked()).as("enough to prove something").hasSizeGreaterThanOrEqualTo(KILLS);
        String figures;
        if (database.url().startsWith("jdbc:h2:")) {
            figures = "acked %,d / lost %,d"
                    .formatted(audit.acked().size(), audit.missing().size());
        } else {
            figures = audit.settleUnrun(KILLS).toString();
            assertThat(audit.rows()).as("tasks, one for each key").hasSameSizeAs(audit.acked());
        }
        assertThat(inDoubt).as("left by the last one that was killed").isLessThanOrEqualTo(KeySubmitter.THREADS);
        return "%s: %d kills in %.1f s: %s; %d keys were tried more than once"
                .formatted(
                        database.url().split(":", 3)[1],
                        KILLS,
                        (System.nanoTime() - begin) / 1e9,
                        figures,
                        triedAgain(audit));
    }

    private static void requireNoKeyWithTwoTasks(Audit audit) {
        Map<String, Set<String>> tasks =
                audit.entries(What.ACKED).stream().collect(groupingBy(Entry::detail, mapping(Entry::task, toSet())));
        Set<String> tried =
                audit.entries(What.TRIED).stream().map(Entry::detail).collect(toSet());
        assertThat(tasks.keySet()).as("keys that were acknowledged in the end").isEqualTo(tried);
        assertThat(tasks.values())
                .as("tasks of each key")
                .allSatisfy(ids -> assertThat(ids).hasSize(1));
        assertThat(audit.rows())
                .allSatisfy(row -> assertThat(tasks.get(row.key())).containsExactly(row.id()));
    }

    private static long triedAgain(Audit audit) {
        return audit.entries(What.TRIED).size()
                - audit.entries(What.TRIED).stream()
                        .map(Entry::detail)
                        .distinct()
                        .count();
    }
}
