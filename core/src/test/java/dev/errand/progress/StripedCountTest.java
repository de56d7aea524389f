package dev.errand.progress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

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

    @Test
    void staysAtTheEndOfTheScaleWhoeverCounts() throws InterruptedException {
        count.add(1);
        Thread.startVirtualThread(() -> {
                    for (int n = 0; n < 4; n++) {
                        count.add(Long.MAX_VALUE);
                        assertThat(count.sum()).isEqualTo(Long.MAX_VALUE);
                    }
                })
                .join();
        for (int n = 0; n < 4; n++) {
            count.add(Long.MAX_VALUE);
        }

        assertThat(count.sum()).isEqualTo(Long.MAX_VALUE);
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
