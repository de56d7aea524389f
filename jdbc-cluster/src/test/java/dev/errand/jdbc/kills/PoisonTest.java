package dev.errand.jdbc.kills;

import static java.time.Duration.ofMinutes;
import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.kills.Diary.Entry;
import dev.errand.jdbc.kills.Diary.What;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that take their process down, and tasks that must not be begun twice: rows D10 and D15. */
@Timeout(value = 30, unit = MINUTES)
class PoisonTest {

    private static final int TASKS = 500;
    private static final int MOST_LOSSES = Work.POISON.policy().restarts().lostAttempts();

    @TempDir
    Path directory;

    @Test
    void givesUpWhatTakesItsProcessDownEachTimeAndNothingElse() throws Exception {
        try (PostgresServer server = PostgresServer.startDurable();
                Fleet fleet = Fleet.on(server.newDatabase("poison"), directory)) {
            fleet.practise();
            fleet.order(Work.POISON, 1, 0, 0);
            for (int loss = 1; loss <= MOST_LOSSES; loss++) {
                String worker = fleet.startWorker();
                fleet.order(Work.EFFECT, TASKS / MOST_LOSSES + 1, 0, 20);
                assertThat(fleet.process(worker).awaitEnd(Fleet.LIMIT))
                        .as("%s halted", worker)
                        .isEqualTo(3);
                fleet.noteDeath(worker);
            }
            String survivor = fleet.startWorker();
            fleet.awaitEnd(ofMinutes(2));
            fleet.order(Work.EFFECT, TASKS, 0, 0);
            fleet.awaitEnd(ofMinutes(2));

            assertThat(fleet.process(survivor).isAlive()).isTrue();
            Audit audit = fleet.audit();
            Audit.Row poison = audit.rows("poison").getFirst();
            System.out.println("poison: " + poison);
            assertThat(poison.state()).isEqualTo("FAILED");
            assertThat(poison.words())
                    .contains("The task was given up: the process that ran it was lost " + MOST_LOSSES + " times.");
            assertThat(poison.attempt()).isEqualTo(MOST_LOSSES);
            assertThat(begun(audit, poison)).hasSize(MOST_LOSSES);
            assertThat(fleet.count("WHERE type = 'effect' AND state <> 'SUCCEEDED'"))
                    .as("others that did not succeed")
                    .isZero();
            audit.requireAttemptsCounted();
            audit.requireNoTwoOwners();
        }
    }

    @Test
    void leavesToAPersonWhatMustNotBeBegunTwice() throws Exception {
        try (PostgresServer server = PostgresServer.startDurable();
                Fleet fleet = Fleet.on(server.newDatabase("once"), directory)) {
            fleet.practise();
            String killed = fleet.startWorker();
            fleet.order(Work.ONCE, 3, 0, 0);
            Await.until(
                    "all are begun", Fleet.LIMIT, () -> fleet.underWay(killed).size() == 3);
            String heir = fleet.startWorker();
            fleet.kill(killed);

            Await.until(
                    "all are interrupted",
                    Fleet.LIMIT,
                    () -> fleet.count("WHERE type = 'once' AND state = 'INTERRUPTED'") == 3);
            fleet.order(Work.EFFECT, TASKS, 0, 0);
            fleet.awaitEnd(ofMinutes(2));

            Audit audit = fleet.audit();
            System.out.println("at most once: " + audit.rows("once"));
            for (Audit.Row once : audit.rows("once")) {
                assertThat(once.state()).isEqualTo("INTERRUPTED");
                assertThat(once.losses()).isEqualTo(1);
                assertThat(begun(audit, once))
                        .singleElement()
                        .extracting(Entry::node)
                        .isEqualTo(killed);
            }
            assertThat(audit.entries(What.DONE)).extracting(Entry::node).contains(heir);
        }
    }

    private static List<Entry> begun(Audit audit, Audit.Row row) {
        return audit.entries(What.BEGUN).stream()
                .filter(entry -> entry.task().equals(row.id()))
                .toList();
    }
}
