package dev.errand.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskId;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeOrderedIdsTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00.123Z");

    @Test
    void areOfVersionSevenAndTellTheTime() {
        UUID id = new TimeOrderedIds(InstantSource.fixed(NOON)).next().value();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(Instant.ofEpochMilli(id.getMostSignificantBits() >>> 16)).isEqualTo(NOON);
    }

    @Test
    void riseWithinAMillisecondAndBeyond() {
        TimeOrderedIds ids = new TimeOrderedIds(InstantSource.fixed(NOON));
        List<TaskId> made = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            made.add(ids.next());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(made.stream().map(TaskId::toString)).isSorted();
    }

    @Test
    void beginEachMillisecondWithACounterThatNobodyGuesses() {
        AtomicLong millis = new AtomicLong();
        TimeOrderedIds ids = new TimeOrderedIds(() -> NOON.plusMillis(millis.incrementAndGet()));

        Set<Long> counters = Stream.generate(ids::next)
                .limit(64)
                .map(id -> id.value().getMostSignificantBits() & 0xFFF)
                .collect(Collectors.toSet());

        assertThat(counters).hasSizeGreaterThan(32).allMatch(counter -> counter < 0x800);
    }

    @Test
    void riseWhenTheClockIsSetBack() {
        List<Instant> clock = new ArrayList<>(List.of(NOON, NOON.minusSeconds(3_600), NOON.plusSeconds(1)));
        TimeOrderedIds ids = new TimeOrderedIds(clock::removeFirst);

        List<TaskId> made = List.of(ids.next(), ids.next(), ids.next());

        assertThat(made).isSorted();
    }

    @Test
    void areUniqueAcrossThreads() throws InterruptedException {
        TimeOrderedIds ids = new TimeOrderedIds(InstantSource.system());
        ConcurrentLinkedQueue<TaskId> made = new ConcurrentLinkedQueue<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (int n = 0; n < 5_000; n++) {
                    made.add(ids.next());
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(new HashSet<>(made)).hasSize(20_000);
    }
}
