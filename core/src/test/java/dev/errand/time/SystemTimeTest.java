package dev.errand.time;

import static java.time.Duration.ZERO;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.time.TimeSource.Alarm;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class SystemTimeTest {

    private static final int THREADS = 4;

    private final TimeSource time = TimeSource.system();

    @Test
    void ringsNotBeforeItsTimeAndWithoutACarrier() {
        CompletableFuture<Long> rung = new CompletableFuture<>();
        CompletableFuture<Boolean> virtual = new CompletableFuture<>();
        long start = time.nanoTime();

        time.after(ofMillis(20), () -> {
            rung.complete(time.nanoTime());
            virtual.complete(Thread.currentThread().isVirtual());
        });

        assertThat(Duration.ofNanos(rung.join() - start)).isGreaterThanOrEqualTo(ofMillis(20));
        assertThat(virtual.join()).isFalse();
    }

    @Test
    void ringsAtOnceWhenTheTimeIsPast() throws InterruptedException {
        CountDownLatch rung = new CountDownLatch(2);

        time.after(ZERO, rung::countDown);
        time.after(ofDays(-1), rung::countDown);

        rung.await();
    }

    /** While the threads are busy, no alarm rings, so this one is called off in time however slow the machine is. */
    @Test
    void doesNotRingWhenCalledOff() throws InterruptedException {
        CountDownLatch free = new CountDownLatch(1);
        CountDownLatch busy = new CountDownLatch(THREADS);
        CountDownLatch never = new CountDownLatch(1);
        CountDownLatch later = new CountDownLatch(THREADS);
        ring(THREADS, () -> {
            busy.countDown();
            awaitQuietly(free);
        });
        busy.await();
        Alarm alarm = time.after(ZERO, never::countDown);

        alarm.cancel();
        ring(THREADS, () -> {
            later.countDown();
            awaitQuietly(later); // so each thread comes to one of them
        });
        free.countDown();
        later.await();

        assertThat(never.getCount()).isEqualTo(1);
    }

    private void ring(int times, Runnable action) {
        for (int i = 0; i < times; i++) {
            time.after(ZERO, action);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void waitsForCenturiesWithoutComplaint() {
        Alarm alarm = time.after(Duration.ofSeconds(Long.MAX_VALUE), () -> {});

        alarm.cancel();
    }

    @Test
    void survivesAnActionThatThrows() throws InterruptedException {
        CountDownLatch next = new CountDownLatch(1);
        time.after(ZERO, () -> {
            throw new IllegalStateException("broken alarm");
        });

        time.after(ZERO, next::countDown);

        next.await();
    }
}
