package dev.errand.jdbc.kills;

import static java.util.concurrent.TimeUnit.MINUTES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.jdbc.kills.Diary.Entry;
import dev.errand.jdbc.kills.Diary.What;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.Faketime;
import dev.errand.jdbc.parts.NetworkNamespace;
import dev.errand.jdbc.parts.PostgresServer;
import dev.errand.jdbc.parts.ServerDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Three workers, something that recurs, and a network that is cut, or clocks that are hours apart: rows D8 and D9. The first
 * needs a network of its own, and is aborted where it cannot have one.
 */
@Timeout(value = 60, unit = MINUTES)
class PartitionTest {

    private static final int ROUNDS = Seed.LONG ? 30 : 3;
    private static final int TASKS_PER_ROUND = 30;
    private static final int LEAST_MILLIS = 100;
    private static final int MOST_MILLIS = 8_000;

    /** A process that is shown a wrong clock is busy with its own timers: about ten of them are done in a second. */
    private static final int TASKS_BETWEEN_CLOCKS = Seed.LONG ? 3_000 : 400;

    private static final int LEAST_TICKS = 5;
    private static final Duration HOUR = Duration.ofHours(1);

    /** A third of it is left to stop in, which should be more than a busy machine stands still for. */
    private static final String LEASE_OF_ROUNDS = Worker.leaseOf(Duration.ofSeconds(4));

    private static final String LEASE_BETWEEN_CLOCKS = Worker.leaseOf(Duration.ofSeconds(30));

    @TempDir
    Path directory;

    /** The one that is cut off stops what it runs before the others begin that. */
    @Test
    void givesNoTaskToTwoWhenOneIsCutOff() throws Exception {
        Random unused = Seed.printed("partitions");
        try (NetworkNamespace place = NetworkNamespace.open();
                PostgresServer server = PostgresServer.start(
                        "fsync=on", "full_page_writes=on", "synchronous_commit=on", "listen_addresses=*");
                ServerDatabase database = server.newDatabase("partition");
                Fleet fleet = Fleet.on(database, directory)) {
            fleet.practise();
            String near = ticking(fleet, database);
            String nearToo = ticking(fleet, database);
            String far = fleet.startWorker(
                    database.at(place.outerAddress()).url(),
                    launch -> ClassArchive.quickly(launch).inside(place),
                    Worker.TICKING,
                    LEASE_OF_ROUNDS);
            int overtaken = 0;
            for (int round = 0; round < ROUNDS; round++) {
                fleet.order(Work.EFFECT, TASKS_PER_ROUND, LEAST_MILLIS, MOST_MILLIS);
                overtaken += cutOff(fleet, place, far);
            }
            awaitTicks(fleet);
            fleet.awaitEnd(Duration.ofMinutes(5));

            Audit audit = fleet.audit();
            Audit.Figures figures = audit.settle(fleet.ordered());
            System.out.printf(
                    "%d partitions of %s, beside %s and %s; %d attempts overtaken: %s%n",
                    ROUNDS, far, near, nearToo, overtaken, figures);
            assertThat(overtaken).as("attempts that were cut off").isGreaterThanOrEqualTo(ROUNDS);
            assertThat(figures.duplicated()).isLessThanOrEqualTo((long) ROUNDS * Worker.THREADS);
            audit.requireNoTwoOwners();
            audit.requireAttemptsCounted();
            requireEachSlotOnce(audit);
        }
    }

    /** Cuts a worker off until others have what it was about; returns how much that was, when it is back. */
    private static int cutOff(Fleet fleet, NetworkNamespace place, String far) throws IOException {
        fleet.awaitBusy(far, Work.EFFECT, TASKS_PER_ROUND, LEAST_MILLIS, MOST_MILLIS);
        place.partition();
        List<Entry> underWay = fleet.underWay(far);
        Await.until(
                far + " has stopped what it was about",
                Fleet.LIMIT,
                () -> fleet.underWay(far).isEmpty());
        List<Entry> stopped = new ArrayList<>(underWay);
        stopped.removeIf(entry -> !hasStopped(fleet, far, entry));
        Await.until("others have what was cut off: " + stopped, Fleet.LIMIT, () -> {
            List<Entry> entries = Diary.readAll(fleet.diaries());
            return stopped.stream().allMatch(one -> isOvertaken(one, entries));
        });
        place.heal();
        fleet.awaitBusy(far, Work.EFFECT, TASKS_PER_ROUND, LEAST_MILLIS, MOST_MILLIS);
        return stopped.size();
    }

    private static boolean hasStopped(Fleet fleet, String far, Entry begun) {
        try {
            return Diary.read(far, fleet.diaries()).stream()
                    .anyMatch(entry -> entry.what() == What.STOPPED
                            && entry.task().equals(begun.task())
                            && entry.attempt() == begun.attempt());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOvertaken(Entry stopped, List<Entry> entries) {
        return entries.stream()
                .anyMatch(entry -> entry.what() == What.BEGUN
                        && entry.task().equals(stopped.task())
                        && entry.attempt() > stopped.attempt());
    }

    @Test
    void takesNothingOverAndFiresOnceHoweverFarClocksAreApart() throws Exception {
        Random unused = Seed.printed("clocks");
        try (PostgresServer server = PostgresServer.startDurable();
                ServerDatabase database = server.newDatabase("clocks");
                Fleet fleet = Fleet.on(database, directory)) {
            fleet.practise();
            String right = ticking(fleet, database, Duration.ZERO);
            String ahead = ticking(fleet, database, HOUR);
            String behind = ticking(fleet, database, HOUR.negated());
            fleet.order(Work.EFFECT, TASKS_BETWEEN_CLOCKS, 0, LEAST_MILLIS);
            awaitTicks(fleet);
            fleet.awaitEnd(Duration.ofMinutes(15));

            Audit audit = fleet.audit();
            Audit.Figures figures = audit.settle(TASKS_BETWEEN_CLOCKS);
            System.out.println("clocks two hours apart: " + figures);
            assertThat(audit.entries(What.BEGUN)).extracting(Entry::node).contains(right, ahead, behind);
            assertThat(figures.duplicated()).isZero();
            assertThat(audit.rows())
                    .as("tasks that were taken from somebody")
                    .allSatisfy(row -> assertThat(row.losses()).isZero());
            audit.requireNoTwoOwners();
            audit.requireAttemptsCounted();
            requireEachSlotOnce(audit);
        }
    }

    private static String ticking(Fleet fleet, ServerDatabase database) throws Exception {
        return fleet.startWorker(database.url(), ClassArchive::quickly, Worker.TICKING, LEASE_OF_ROUNDS);
    }

    private String ticking(Fleet fleet, ServerDatabase database, Duration wrongBy) throws Exception {
        Faketime clock = Faketime.in(directory);
        clock.put(wrongBy);
        return fleet.startWorker(
                database.url(),
                launch -> ClassArchive.quickly(launch).clock(clock),
                Worker.TICKING,
                LEASE_BETWEEN_CLOCKS);
    }

    private static void awaitTicks(Fleet fleet) throws Exception {
        Await.until("some slots have come", Fleet.LIMIT, () -> fleet.count("WHERE type = 'tick'") >= LEAST_TICKS);
    }

    /** One task for each second, from the first to the last; none before its time, by the clock of this machine. */
    private static void requireEachSlotOnce(Audit audit) {
        List<Instant> slots = audit.rows("tick").stream()
                .map(row -> Instant.parse(row.key().substring(row.key().indexOf('@') + 1)))
                .sorted()
                .toList();
        assertThat(slots.getLast()).isBetween(Instant.now().minus(HOUR.dividedBy(2)), Instant.now());
        List<Instant> expected = Stream.iterate(
                        slots.getFirst(), slot -> !slot.isAfter(slots.getLast()), slot -> slot.plusSeconds(1))
                .toList();
        assertThat(slots).as("slots").isEqualTo(expected);
    }
}
