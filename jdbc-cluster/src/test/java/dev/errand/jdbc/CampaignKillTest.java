package dev.errand.jdbc;

import static dev.errand.jdbc.CampaignChild.CONNECTIONS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Outcome;
import dev.errand.Owner;
import dev.errand.TaskHandle;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.ChildProcess;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.mail.CampaignReport;
import dev.errand.mail.RecipientOutcome;
import dev.errand.mail.RecipientOutcome.InDoubt;
import dev.errand.registry.TaskQuery;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A campaign whose process is killed again and again, each time with another one that goes on. What its mail server has really
 * taken is compared with what the ledger says. With 30 kills, or 100 with {@code -Derrand.long=true}.
 *
 * <p>A process sends so many messages at most that the next one has some left, however late the kill comes. The next one need not
 * wait until the killed one is taken for dead, nor out of caution since there were others before: the database is told so.
 */
@Timeout(1_800)
class CampaignKillTest {

    private static final Logger LOG = LoggerFactory.getLogger(CampaignKillTest.class);
    private static final int KILLS = Boolean.getBoolean("errand.long") ? 100 : 30;
    private static final int MEMBERS = 100 * KILLS;
    private static final int MOST_BEFORE_A_KILL = 80;
    private static final int NEVER = Integer.MAX_VALUE;
    private static final Duration LONG = ofSeconds(90);
    private static final Duration REST = ofSeconds(3L * KILLS); // for the messages that the last process has to send

    private final Random random = new Random(4);

    @TempDir
    private Path directory;

    /** Which recipients the kills have met that were sure to leave all connections in the midst of one, by attempt. */
    private final Map<Integer, Set<String>> held = new HashMap<>();

    @ParameterizedTest
    @EnumSource(names = {"SQLITE", "POSTGRESQL"})
    void repeatsNothingAndLeavesNobodyOutAndKnowsWhatIsInDoubt(DatabaseKind kind) throws Exception {
        try (TestDatabase database = kind.fresh()) {
            for (int kill = 0; kill < KILLS; kill++) {
                if (kill % 2 == 0) {
                    killInTheMidst(database);
                } else {
                    killAtAnyMoment(database);
                }
            }
            try (ChildProcess last = start(database, NEVER)) {
                last.awaitLine("ended true", REST);
            }
            compare(kind, reportOf(database), new Ledger(database));
        }
    }

    /** Each connection has a message that was handed over, and half of them one that was accepted. */
    private void killInTheMidst(TestDatabase database) throws Exception {
        try (ChildProcess child = start(database, 20 + random.nextInt(MOST_BEFORE_A_KILL - 20))) {
            String line = child.awaitLine(printed -> printed.startsWith("all hold"), LONG);
            kill(child, database);
            int attempt = Integer.parseInt(line.substring(line.lastIndexOf(' ') + 1));
            held.put(attempt, heldIn(attempt));
        }
    }

    private void killAtAnyMoment(TestDatabase database) throws Exception {
        long more = size() + 500 + random.nextInt(2_500); // two lines for each message
        try (ChildProcess child = start(database, MOST_BEFORE_A_KILL)) {
            Await.until("it sends", LONG, () -> size() > more);
            kill(child, database);
        }
    }

    /** Its lease ends with it, and it counts as the first that was lost: else there are pauses of up to half a minute. */
    private static void kill(ChildProcess child, TestDatabase database) throws IOException, SQLException {
        child.kill();
        Sql.execute(
                database.dataSource(), "UPDATE errand_node SET alive_until = 0", "UPDATE errand_task SET losses = 0");
    }

    private ChildProcess start(TestDatabase database, int holdFrom) throws IOException {
        return ChildProcess.of(CampaignChild.class)
                .start(database.url(), record().toString(), "" + MEMBERS, "" + holdFrom);
    }

    private void compare(DatabaseKind kind, CampaignReport report, Ledger ledger) throws IOException {
        List<String> handed = all(" handed ");
        List<String> accepted = all(" accepted ");
        LOG.info(
                "{}: {} kills, {} accepted of {}, {} done, {} in doubt (of which {} were accepted), {} twice",
                kind,
                KILLS,
                accepted.size(),
                MEMBERS,
                ledger.done.size(),
                ledger.inDoubt.size(),
                accepted.stream().filter(ledger.inDoubt::contains).count(),
                accepted.size() - new HashSet<>(accepted).size());

        assertThat(handed).as("handed over once at most").doesNotHaveDuplicates();
        assertThat(accepted).as("accepted").containsAll(ledger.done);
        assertThat(accepted).as("accepted").allMatch(who -> ledger.done.contains(who) || ledger.inDoubt.contains(who));
        assertThat(handed).as("handed over").allMatch(who -> ledger.done.contains(who) || ledger.inDoubt.contains(who));
        assertThat(ledger.done).doesNotContainAnyElementsOf(ledger.inDoubt);
        assertThat(ledger.done.size() + ledger.inDoubt.size())
                .as("nobody is left out")
                .isEqualTo(MEMBERS);
        assertThat(ledger.inDoubtByAttempt.values())
                .allSatisfy(some -> assertThat(some).hasSizeLessThanOrEqualTo(CONNECTIONS));
        assertThat(ledger.inDoubtByAttempt).hasSizeLessThanOrEqualTo(KILLS).containsAllEntriesOf(held);
        assertThat(report.sent()).isEqualTo(ledger.done.size());
        assertThat(report.counts().inDoubt()).isEqualTo(ledger.inDoubt.size());
        List<String> listed = report.outcomes().stream()
                .filter(InDoubt.class::isInstance)
                .map(RecipientOutcome::recipient)
                .toList();
        assertThat(listed)
                .doesNotHaveDuplicates()
                .hasSize(Math.min(ledger.inDoubt.size(), CampaignReport.MOST_LISTED))
                .isSubsetOf(ledger.inDoubt);
        assertThat(report.total()).isEqualTo(MEMBERS);
    }

    /** As another process reads it. */
    private static CampaignReport reportOf(TestDatabase database) throws InterruptedException {
        try (TaskEngine engine = CampaignChild.engine(database.pool(4), (input, context) -> {
            throw new AssertionError("it is over");
        })) {
            TaskHandle<CampaignReport> handle = engine.list(TaskQuery.newest(2).ownedBy(Owner.of("ana"))).stream()
                    .map(task -> engine.find(CampaignChild.REMIND, task.id(), Owner.of("ana"))
                            .orElseThrow())
                    .reduce((one, other) -> {
                        throw new AssertionError("two tasks");
                    })
                    .orElseThrow();
            return switch (handle.await(LONG).orElseThrow()) {
                case Outcome.Partial<CampaignReport>(CampaignReport report, long failed) -> report;
                case Outcome<CampaignReport> other -> throw new AssertionError("not partial: " + other);
            };
        }
    }

    private Path record() {
        return directory.resolve("server");
    }

    /** In bytes. */
    private long size() throws IOException {
        return Files.exists(record()) ? Files.size(record()) : 0;
    }

    /** What the server has written down, but for a last line that is not complete. */
    private List<String> lines() throws IOException {
        if (!Files.exists(record())) {
            return List.of();
        }
        String all = Files.readString(record(), UTF_8);
        return all.substring(0, all.lastIndexOf('\n') + 1).lines().toList();
    }

    private List<String> all(String event) throws IOException {
        return lines().stream()
                .filter(line -> line.contains(event))
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .toList();
    }

    private Set<String> heldIn(int attempt) throws IOException {
        String start = attempt + " held ";
        return lines().stream()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length()))
                .collect(toSet());
    }

    /** What the ledger has at the end. */
    private static final class Ledger {

        private final Set<String> done;
        private final Set<String> inDoubt;
        private final Map<Integer, Set<String>> inDoubtByAttempt;

        Ledger(TestDatabase database) throws Exception {
            done = new HashSet<>(
                    Sql.texts(database.dataSource(), "SELECT item FROM errand_ledger WHERE state = 'DONE'"));
            List<String> open = Sql.texts(
                    database.dataSource(), "SELECT attempt || ' ' || item FROM errand_ledger WHERE state = 'OPEN'");
            inDoubtByAttempt = open.stream()
                    .map(entry -> entry.split(" ", 2))
                    .collect(groupingBy(entry -> Integer.valueOf(entry[0]), mapping(entry -> entry[1], toSet())));
            inDoubt = new HashSet<>();
            inDoubtByAttempt.values().forEach(inDoubt::addAll);
        }
    }
}
