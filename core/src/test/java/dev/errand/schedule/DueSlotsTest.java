package dev.errand.schedule;

import static dev.errand.schedule.Misfire.RUN_ALL;
import static dev.errand.schedule.Misfire.RUN_ONCE;
import static dev.errand.schedule.Misfire.SKIP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.InvalidInputException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DueSlotsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final Schedule HOURLY = Schedule.every(Duration.ofHours(1));

    /** Hourly, decided up to 12:00, with a minute of tolerance. */
    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "SKIP,     12:59:59, -,           0, 12:00",
                "SKIP,     13:00:00, 13:00,       0, 13:00",
                "SKIP,     13:01:00, 13:00,       0, 13:00",
                "SKIP,     13:01:01, -,           1, 13:00",
                "SKIP,     15:00:30, 15:00,       2, 15:00",
                "SKIP,     15:30:00, -,           3, 15:00",
                "RUN_ONCE, 12:59:59, -,           0, 12:00",
                "RUN_ONCE, 13:00:00, 13:00,       0, 13:00",
                "RUN_ONCE, 15:30:00, 15:00,       2, 15:00",
                "RUN_ALL,  12:59:59, -,           0, 12:00",
                "RUN_ALL,  13:00:00, 13:00,       0, 13:00",
                "RUN_ALL,  14:30:00, 13:00 14:00, 0, 14:00",
                "SKIP,     12:00:00, -,           0, 12:00",
                "RUN_ALL,  11:00:00, -,           0, 12:00",
                "RUN_ONCE, 03:00:00, -,           0, 12:00",
            })
    void decides(Misfire rule, String now, String due, long missed, String upTo) {
        DueSlots slots = hourly(rule).due(NOON, at(now));

        List<Instant> expected = due == null
                ? List.of()
                : Arrays.stream(due.split(" ")).map(DueSlotsTest::at).toList();
        assertThat(slots).isEqualTo(new DueSlots(expected, missed, at(upTo)));
    }

    @Test
    void toleranceCanBeLonger() {
        assertThat(hourly(SKIP)
                        .tolerance(Duration.ofMinutes(30))
                        .due(NOON, at("13:30:00"))
                        .due())
                .containsExactly(at("13:00"));
    }

    @Test
    void boundsWhatIsRunAndTellsTheRest() {
        DueSlots slots = hourly(RUN_ALL).due(NOON, NOON.plus(Duration.ofHours(130)));

        assertThat(slots.due()).hasSize(100).isSorted();
        assertThat(slots.due().getFirst()).isEqualTo(NOON.plus(Duration.ofHours(31)));
        assertThat(slots.due().getLast()).isEqualTo(NOON.plus(Duration.ofHours(130)));
        assertThat(slots.missed()).isEqualTo(30);
    }

    @ParameterizedTest
    @EnumSource
    void aYearOfAbsenceIsDecidedInFewQuestions(Misfire rule) {
        AtomicInteger questions = new AtomicInteger();
        Schedule everySecond = Schedule.every(Duration.ofSeconds(1));
        Schedule counted = after -> {
            questions.incrementAndGet();
            return everySecond.next(after);
        };

        DueSlots slots = Recurrence.named("busy").on(counted).misfire(rule).due(NOON, NOON.plus(Duration.ofDays(365)));

        assertThat(slots.missed()).isEqualTo(10_000);
        assertThat(slots.decidedUpTo()).isEqualTo(NOON.plus(Duration.ofDays(365)));
        assertThat(questions).hasValueLessThan(20_000);
    }

    @Test
    void aScheduleThatNeverComesIsNeverDue() {
        Recurrence never = Recurrence.named("never").on(Schedule.cron("0 0 30 2 *", ZoneOffset.UTC));

        assertThat(never.due(NOON, Instant.MAX)).isEqualTo(new DueSlots(List.of(), 0, NOON));
    }

    @Test
    void refusesAScheduleThatStandsStill() {
        Recurrence stuck = Recurrence.named("stuck").on(Optional::of);

        assertThatExceptionOfType(InvalidInputException.class)
                .isThrownBy(() -> stuck.due(NOON, NOON.plusSeconds(1)))
                .withMessageEndingWith("but must be after " + NOON);
    }

    @Test
    void agreesWithCountingThemAll() {
        Random random = new Random(11);
        for (int i = 0; i < 3_000; i++) {
            NavigableSet<Instant> all = someSlots(random);
            Instant since = NOON.plusSeconds(random.nextInt(-100, 5_000));
            Instant now = NOON.plusSeconds(random.nextInt(-100, 5_000));
            Misfire rule = anyRule(random);

            DueSlots slots = recurrence(all, rule).due(since, now);

            assertThat(slots)
                    .as("%s of %s since %s at %s", rule, all, since, now)
                    .isEqualTo(counted(all, rule, since, now));
        }
    }

    @Test
    void decidesEachSlotOnceWhateverTheClockDoes() {
        Random random = new Random(12);
        for (int i = 0; i < 300; i++) {
            NavigableSet<Instant> all = someSlots(random);
            Recurrence recurrence = recurrence(all, anyRule(random));
            List<Instant> run = new ArrayList<>();
            long missed = 0;
            Instant decided = NOON;
            Instant now = NOON;
            for (int step = 0; step < 200; step++) {
                now = now.plusSeconds(random.nextInt(5) == 0 ? random.nextInt(-500, 500) : random.nextInt(60));
                DueSlots slots = recurrence.due(decided, now);
                run.addAll(slots.due());
                missed += slots.missed();
                assertThat(slots.decidedUpTo()).isAfterOrEqualTo(decided);
                decided = slots.decidedUpTo();
            }
            assertThat(run).isSorted().doesNotHaveDuplicates();
            assertThat(run.size() + missed)
                    .isEqualTo(all.subSet(NOON, false, decided, true).size());
        }
    }

    private static Misfire anyRule(Random random) {
        return List.of(Misfire.values()).get(random.nextInt(3));
    }

    /** In bursts of a few seconds, with long pauses between. */
    private static NavigableSet<Instant> someSlots(Random random) {
        NavigableSet<Instant> slots = new TreeSet<>();
        Instant slot = NOON;
        for (int i = random.nextInt(400); i > 0; i--) {
            slot = slot.plusSeconds(random.nextInt(20) == 0 ? random.nextInt(1, 1_000) : random.nextInt(1, 4));
            slots.add(slot);
        }
        return slots;
    }

    private static Recurrence recurrence(NavigableSet<Instant> slots, Misfire rule) {
        return Recurrence.named("some")
                .on(after -> Optional.ofNullable(slots.higher(after)))
                .misfire(rule);
    }

    private static DueSlots counted(NavigableSet<Instant> all, Misfire rule, Instant since, Instant now) {
        List<Instant> come = since.isBefore(now) ? List.copyOf(all.subSet(since, false, now, true)) : List.of();
        if (come.isEmpty()) {
            return new DueSlots(List.of(), 0, since);
        }
        int size = come.size();
        int run = switch (rule) {
            case SKIP -> come.getLast().isBefore(now.minusSeconds(60)) ? 0 : 1;
            case RUN_ONCE -> 1;
            case RUN_ALL -> Math.min(size, 100);
        };
        return new DueSlots(come.subList(size - run, size), size - run, come.getLast());
    }

    private static Recurrence hourly(Misfire rule) {
        return Recurrence.named("hourly").on(HOURLY).misfire(rule);
    }

    private static Instant at(String time) {
        return Instant.parse("2026-11-22T" + (time.length() == 5 ? time + ":00" : time) + "Z");
    }
}
