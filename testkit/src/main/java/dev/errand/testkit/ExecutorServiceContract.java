package dev.errand.testkit;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What the JDK promises of every {@link ExecutorService} and of the futures that it gives out: results, cancelling,
 * interrupts, limits of time, many at once, shutdown, close.
 *
 * <p>Extend it to test an executor of your own:
 *
 * {@snippet :
 * class FixedPool extends ExecutorServiceContract {
 *
 *     @Override
 *     protected ExecutorService executor(int threads) {
 *         return Executors.newFixedThreadPool(threads);
 *     }
 *
 *     @Override
 *     protected Optional<ExecutorService> executor(int threads, int waiting) {
 *         return Optional.of(
 *                 new ThreadPoolExecutor(threads, threads, 0, SECONDS, new ArrayBlockingQueue<>(waiting)));
 *     }
 * }
 * }
 *
 * <p>Where the JDK leaves a choice, a method says which one was made: {@link #endsOnCancel} and {@link #keepsTheRest}.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what is not looked at is waited for by the gate
public abstract class ExecutorServiceContract extends InvokeContract {

    /** For subclasses. */
    protected ExecutorServiceContract() {}

    @Test
    void runsWhatItIsToExecute() throws InterruptedException {
        CountDownLatch ran = new CountDownLatch(3);

        executor().execute(ran::countDown);
        executor().submit(FutureContract::fail);
        executor().execute(ran::countDown);
        executor().execute(ran::countDown);

        ran.await();
    }

    @Test
    @SuppressWarnings("NullAway") // null is what this is about
    void refusesNothing() {
        ExecutorService one = executor();

        assertThatNullPointerException().isThrownBy(() -> one.execute(null));
        assertThatNullPointerException().isThrownBy(() -> one.submit((Runnable) null));
        assertThatNullPointerException().isThrownBy(() -> one.submit((Runnable) null, DONE));
        assertThatNullPointerException().isThrownBy(() -> one.submit((Callable<String>) null));
    }

    @Test
    void isInterruptedWhereItWaitsAndNotWhereItHandsIn() throws Exception {
        Thread.currentThread().interrupt();

        Future<String> future = executor().submit(this::waitAtTheGate);

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        awaitAtTheGate();
        Waiting waiting =
                Waiting.in(() -> executor().submit(this::waitAtTheGate).get());
        waiting.interrupt();
        assertThat(waiting.thrown()).isInstanceOf(InterruptedException.class);
        openTheGate();
        assertThat(future.get()).isEqualTo(DONE);
    }

    @Test
    void rejectsWhatItHasNoRoomFor() throws Exception {
        Optional<ExecutorService> limited = executor(1, 1);
        if (limited.isEmpty()) {
            return;
        }
        ExecutorService one = ended(limited.get());
        one.execute(this::waitQuietlyAtTheGate);
        awaitAtTheGate();
        Future<String> waiting = one.submit(() -> DONE);

        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> one.execute(() -> {}));
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> one.submit(() -> DONE));

        openTheGate();
        assertThat(waiting.get()).as("what was taken is done").isEqualTo(DONE);
    }

    @Test
    void isNeitherShutDownNorTerminatedAtFirst() throws Exception {
        executor().submit(() -> DONE).get();

        assertThat(executor().isShutdown()).isFalse();
        assertThat(executor().isTerminated()).isFalse();
    }

    @Test
    void terminatesWhenItIsShutDownWithoutWork() throws InterruptedException {
        executor().shutdown();

        assertThat(executor().isShutdown()).isTrue();
        assertThat(executor().awaitTermination(LONG, SECONDS)).isTrue();
        assertThat(executor().isTerminated()).isTrue();
        executor().shutdown();
        assertThat(executor().shutdownNow()).isEmpty();
        assertThat(executor().isTerminated()).isTrue();
    }

    @Test
    void doesWhatItHasTakenBeforeItTerminates() throws Exception {
        ExecutorService one = make(1);
        Future<String> running = one.submit(this::waitAtTheGate);
        awaitAtTheGate();
        Future<String> waiting = one.submit(this::waitAtTheGate);

        one.shutdown();

        assertThat(one.isShutdown()).isTrue();
        assertThat(one.isTerminated()).isFalse();
        openTheGate();
        assertThat(one.awaitTermination(LONG, SECONDS)).isTrue();
        assertThat(one.isTerminated()).isTrue();
        assertThat(running.resultNow()).isEqualTo(DONE);
        assertThat(waiting.resultNow()).isEqualTo(DONE);
    }

    @Test
    void rejectsEverythingOnceItIsShutDown() {
        ExecutorService one = executor();
        one.submit(this::waitAtTheGate);
        one.shutdown();

        List<Callable<String>> works = List.of(() -> DONE);
        assertRejected(() -> one.execute(() -> {}));
        assertRejected(() -> one.submit(() -> {}));
        assertRejected(() -> one.submit(() -> {}, DONE));
        assertRejected(() -> one.submit(() -> DONE));
        assertRejected(() -> one.invokeAny(works));
        assertRejected(() -> one.invokeAny(works, LONG, SECONDS));
        assertRejected(() -> one.invokeAll(works));
        assertRejected(() -> one.invokeAll(works, LONG, SECONDS));
    }

    private static void assertRejected(ThrowingCallable call) {
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(call);
    }

    @Test
    void interruptsWhatRunsWhenItIsShutDownNow() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(2);
        executor().submit(() -> waitForTheInterrupt(interrupted));
        executor().submit(() -> waitForTheInterrupt(interrupted));
        awaitAtTheGate();
        awaitAtTheGate();

        assertThat(executor().shutdownNow()).isEmpty();

        assertThat(executor().isShutdown()).isTrue();
        interrupted.await();
        assertThat(executor().awaitTermination(LONG, SECONDS)).isTrue();
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> executor().submit(() -> DONE));
    }

    @Test
    void givesBackWhatNeverBeganWhenItIsShutDownNow() throws InterruptedException {
        if (!keepsTheRest()) {
            return;
        }
        ExecutorService one = make(1);
        one.submit(this::waitAtTheGate);
        awaitAtTheGate();
        AtomicInteger ran = new AtomicInteger();
        Runnable executed = ran::incrementAndGet;
        one.execute(executed);
        one.submit(ran::incrementAndGet);
        one.submit(ran::incrementAndGet, DONE);
        one.submit((Callable<Integer>) ran::incrementAndGet);

        List<Runnable> neverBegan = one.shutdownNow();

        assertThat(one.awaitTermination(LONG, SECONDS)).isTrue();
        assertThat(neverBegan).hasSize(4).contains(executed);
        assertThat(ran).hasValue(0);
        neverBegan.forEach(Runnable::run);
        assertThat(ran).as("done elsewhere").hasValue(4);
    }

    @Test
    void terminatesThoughWorkHeedsNothingForAWhile() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        executor().execute(() -> {
            try {
                waitForTheInterrupt(interrupted);
            } catch (InterruptedException ignored) {
                waitQuietlyAtTheGate();
            }
        });
        awaitAtTheGate();
        executor().shutdownNow();
        interrupted.await();
        awaitAtTheGate();

        assertThat(executor().isTerminated()).isFalse();
        openTheGate();

        assertThat(executor().awaitTermination(LONG, SECONDS)).isTrue();
    }

    @Test
    void waitsForItsTerminationAsLongAsItIsTold() throws InterruptedException {
        executor().submit(this::waitAtTheGate);
        awaitAtTheGate();
        executor().shutdown();
        long begun = System.nanoTime();

        assertThat(executor().awaitTermination(12, MILLISECONDS)).isFalse();

        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(12));
        assertThat(executor().isTerminated()).isFalse();
        openTheGate();
        assertThat(executor().awaitTermination(LONG, SECONDS)).isTrue();
        assertThat(executor().awaitTermination(0, SECONDS)).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void onlyLooksForItsTerminationForATimeBelowZero(TimeUnit unit) throws InterruptedException {
        assertThat(executor().awaitTermination(Long.MIN_VALUE, unit)).isFalse();
        assertThat(executor().awaitTermination(0, unit)).isFalse();
    }

    @Test
    @SuppressWarnings("NullAway") // null is what this is about
    void refusesToWaitForItsTerminationWithoutAUnit() {
        assertThatNullPointerException().isThrownBy(() -> executor().awaitTermination(1, null));
    }

    @Test
    void waitsForItsTerminationUntilAnInterrupt() throws InterruptedException {
        Waiting waiting = Waiting.in(() -> executor().awaitTermination(1, DAYS));

        waiting.interrupt();

        assertThat(waiting.thrown()).isInstanceOf(InterruptedException.class);
        assertThat(executor().isShutdown()).as("waiting is all it did").isFalse();
    }

    @Test
    void closesWithoutWork() {
        ExecutorService one = executor();
        one.close();

        assertThat(one.isTerminated()).isTrue();
        one.close();
        assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> one.submit(() -> DONE));
    }

    @Test
    void closesWhenWhatItHasTakenIsDone() throws InterruptedException {
        ExecutorService one = make(1);
        Future<String> running = one.submit(this::waitAtTheGate);
        awaitAtTheGate();
        Future<String> waiting = one.submit(this::waitAtTheGate);
        Waiting closing = Waiting.in(() -> {
            one.close();
            return null;
        });

        assertThat(closing.isOver()).isFalse();
        assertThat(one.isShutdown()).isTrue();
        openTheGate();

        assertThat(closing.thrown()).isNull();
        assertThat(running.resultNow()).isEqualTo(DONE);
        assertThat(waiting.resultNow()).isEqualTo(DONE);
    }

    @Test
    void closesAfterAShutdown() throws InterruptedException {
        ExecutorService one = executor();
        Future<String> running = one.submit(this::waitAtTheGate);
        awaitAtTheGate();
        one.shutdown();
        openTheGate();

        one.close();

        assertThat(running.resultNow()).isEqualTo(DONE);
    }

    @Test
    void stopsEverythingWhenItsCloseIsInterruptedBefore() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        ExecutorService one = executor();
        Future<String> running = one.submit(() -> waitForTheInterrupt(interrupted));
        awaitAtTheGate();
        Thread.currentThread().interrupt();

        one.close();

        assertThat(Thread.interrupted()).as("the interrupt is kept").isTrue();
        assertThat(one.isTerminated()).isTrue();
        interrupted.await();
        assertThat(running.isDone()).isTrue();
    }

    @Test
    void stopsEverythingWhenItsCloseIsInterruptedMeanwhile() throws InterruptedException {
        CountDownLatch interrupted = new CountDownLatch(1);
        ExecutorService one = executor();
        one.submit(() -> waitForTheInterrupt(interrupted));
        awaitAtTheGate();
        Waiting closing = Waiting.in(() -> {
            one.close();
            return Thread.interrupted();
        });

        closing.interrupt();

        interrupted.await();
        assertThat(closing.thrown()).isNull();
        assertThat(one.isTerminated()).isTrue();
    }
}
