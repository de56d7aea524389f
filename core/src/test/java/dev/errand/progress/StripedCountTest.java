package dev.errand.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60) // seconds; a slow test is a hung one
class StripedCountTest {

    private static final int THREADS = 8;
    private static final int TIMES = 50_000;

    private final StripedCount count = new StripedCount();

    /** All begin at once, so that they also race for being the owner. */
    @RepeatedTest(20)
    void losesNothingAndNeverFalls() throws InterruptedException {
        CountDownLatch begin = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, THREADS)
                .mapToObj(i -> Thread.ofPlatform().start(() -> addManyTimes(begin)))
                .toList();
        begin.countDown();
        long before = 0;
        while (threads.stream().anyMatch(Thread::isAlive)) {
            long now = count.sum();
            assertThat(now).isGreaterThanOrEqualTo(before);
            before = now;
        }

        assertThat(count.sum()).isEqualTo((long) THREADS * TIMES);
    }

    private void addManyTimes(CountDownLatch begin) {
        try {
            begin.await();
        } catch (InterruptedException e) {
            return;
        }
        for (int n = 0; n < TIMES; n++) {
            count.add(1);
        }
    }

    @SuppressWarnings("ThreadPriorityCheck") // all must start within nanoseconds, also on one core
    private static void waitFor(int all, AtomicInteger arrived) {
        arrived.incrementAndGet();
        for (int spins = 0; arrived.get() < all; spins++) {
            if (spins < 1_000) {
                Thread.onSpinWait();
            } else {
                Thread.yield();
            }
        }
    }

    /** Each round is a race of all for the first place, and of all but one for the second. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4})
    void losesNoFirstUnit(int racers) throws InterruptedException {
        int rounds = 5_000;
        List<StripedCount> counts =
                Stream.generate(StripedCount::new).limit(rounds).toList();
        AtomicInteger arrived = new AtomicInteger();
        List<Thread> threads = IntStream.range(0, racers)
                .mapToObj(i -> Thread.ofPlatform().start(() -> {
                    for (int round = 0; round < rounds; round++) {
                        waitFor(racers * (round + 1), arrived);
                        counts.get(round).add(1);
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(counts).allSatisfy(each -> assertThat(each.sum()).isEqualTo(racers));
    }

    @Test
    void staysAtTheEndOfTheScaleWhoeverCounts() throws InterruptedException {
        List<Long> sums = new CopyOnWriteArrayList<>();
        count.add(1);
        Thread.startVirtualThread(() -> {
                    for (int n = 0; n < 4; n++) {
                        count.add(Long.MAX_VALUE);
                        sums.add(count.sum());
                    }
                })
                .join();
        for (int n = 0; n < 4; n++) {
            count.add(Long.MAX_VALUE);
            sums.add(count.sum());
        }

        assertThat(sums).hasSize(8).containsOnly(Long.MAX_VALUE);
    }

    @Test
    void countsForThreadsThatHaveEnded() throws InterruptedException {
        for (int n = 0; n < 10; n++) {
            Thread.startVirtualThread(() -> count.add(2_000)).join();
            Thread.startVirtualThread(() -> count.add(0)).join();
        }

        assertThat(count.sum()).isEqualTo(20_000);
    }
}
