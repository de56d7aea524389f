package dev.errand.testkit;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the futures of an executor do: the part of {@link ExecutorServiceContract} about one piece of work. */
@SuppressWarnings("FutureReturnValueIgnored") // what is not looked at is waited for by the gate
abstract class FutureContract extends GateForWork {

    @Test
    void isDoneWhenItHasEndedAndNotBefore() throws Exception {
        Future<String> future = executor().submit(this::waitAtTheGate);
        awaitAtTheGate();

        assertThat(future.isDone()).isFalse();
        assertThat(future.isCancelled()).isFalse();
        openTheGate();

        assertThat(future.get()).isEqualTo(DONE);
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isFalse();
    }

    @Test
    void givesTheResultThatWasHandedInWithARunnable() throws Exception {
        CountDownLatch ran = new CountDownLatch(2);

        assertThat(executor().submit(ran::countDown, "result").get()).isEqualTo("result");
        assertThat(executor().submit(ran::countDown).get()).isNull();
        ran.await();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void neverRunsWhatIsCancelledBeforeItBegins(boolean interrupt) throws Exception {
        if (!keepsTheRest()) {
            return;
        }
        ExecutorService one = make(1);
        one.submit(this::waitAtTheGate);
        awaitAtTheGate();
        AtomicBoolean ran = new AtomicBoolean();
        Future<?> future = one.submit(() -> ran.set(true));

        assertThat(future.cancel(interrupt)).isTrue();

        assertCancelled(future);
        openTheGate();
        one.shutdown();
        assertThat(one.awaitTermination(LONG, SECONDS)).isTrue();
        assertThat(ran).as("ran").isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void cannotCancelWhatHasEnded(boolean interrupt) throws Exception {
        Future<String> succeeded = executor().submit(() -> DONE);
        succeeded.get();
        Future<String> failed = executor().submit(FutureContract::fail);
        awaitFailure(failed);

        assertThat(succeeded.cancel(interrupt)).isFalse();
        assertThat(failed.cancel(interrupt)).isFalse();

        assertThat(succeeded.isCancelled()).isFalse();
        assertThat(succeeded.get()).isEqualTo(DONE);
        assertThat(failed.isCancelled()).isFalse();
        awaitFailure(failed);
    }

    @Test
    void interruptsWhatRunsWhenItIsCancelledSo() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        Future<String> future = executor().submit(() -> waitForTheInterrupt(interrupted));
        awaitAtTheGate();

        assertThat(future.cancel(true)).isTrue();

        assertThat(!endsOnCancel() || future.isCancelled()).isTrue();
        interrupted.await();
        assertCancelled(future);
    }

    @Test
    void isCancelledThoughTheInterruptedWorkFailsOfThat() throws Exception {
        Future<String> future = executor().submit(() -> {
            try {
                return waitAtTheGate();
            } catch (InterruptedException e) {
                throw new IllegalArgumentException("fails of the interrupt", e);
            }
        });
        awaitAtTheGate();

        assertThat(future.cancel(true)).isTrue();

        assertCancelled(future);
    }

    @Test
    void leavesAloneWhatRunsWhenItIsCancelledSo() throws Exception {
        CountDownLatch cameThrough = new CountDownLatch(1);
        Future<String> future = executor().submit(() -> {
            String result = waitAtTheGate();
            cameThrough.countDown();
            return result;
        });
        awaitAtTheGate();

        assertThat(future.cancel(false)).isTrue();

        assertThat(future.isCancelled()).isEqualTo(endsOnCancel());
        openTheGate();
        cameThrough.await();
        if (endsOnCancel()) {
            assertCancelled(future);
        } else {
            assertThat(future.get()).isEqualTo(DONE);
        }
    }

    @Test
    void isCancelledOrFailsWhenWorkThatIsLeftAloneFails() throws Exception {
        Future<String> future = executor().submit(() -> {
            waitAtTheGate();
            return fail();
        });
        awaitAtTheGate();

        assertThat(future.cancel(false)).isTrue();
        openTheGate();

        if (endsOnCancel()) {
            assertCancelled(future);
        } else {
            awaitFailure(future);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsThoseWhoWaitThatItWasCancelled(boolean timed) throws Exception {
        Future<String> future = executor().submit(this::waitAtTheGate);
        awaitAtTheGate();
        Waiting waiting = Waiting.in(() -> timed ? future.get(1, DAYS) : future.get());

        assertThat(future.cancel(true)).isTrue();

        assertThat(waiting.thrown()).isInstanceOf(CancellationException.class);
    }

    @Test
    void tellsThoseWhoWaitThatItWasCancelledBeforeItBegan() throws Exception {
        if (!keepsTheRest()) {
            return;
        }
        ExecutorService one = make(1);
        one.submit(this::waitAtTheGate);
        awaitAtTheGate();
        Future<String> future = one.submit(() -> DONE);
        Waiting waiting = Waiting.in(() -> future.get(1, DAYS));

        assertThat(future.cancel(false)).isTrue();

        assertThat(waiting.thrown()).isInstanceOf(CancellationException.class);
    }

    @Test
    void throwsWhatTheWorkThrew() {
        Future<String> future = executor().submit(FutureContract::fail);

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(future::get)
                .havingCause()
                .isInstanceOf(IllegalArgumentException.class)
                .withMessage(BROKEN);
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> future.get(LONG, SECONDS))
                .havingCause()
                .withMessage(BROKEN);
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isOnlyWaitedForUntilAnInterrupt(boolean timed) throws Exception {
        Future<String> future = executor().submit(this::waitAtTheGate);
        awaitAtTheGate();
        Waiting waiting = Waiting.in(() -> timed ? future.get(1, DAYS) : future.get());

        waiting.interrupt();

        assertThat(waiting.thrown()).isInstanceOf(InterruptedException.class);
        Thread.currentThread().interrupt();
        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> assertThat(timed ? future.get(1, DAYS) : future.get())
                        .as("interrupted before it waited")
                        .isNull());
        openTheGate();
        assertThat(future.get()).as("the work goes on").isEqualTo(DONE);
    }

    @Test
    void goesOnWhenTheTimeOfOneWhoWaitsIsUp() throws Exception {
        Future<String> future = executor().submit(this::waitAtTheGate);
        awaitAtTheGate();
        long begun = System.nanoTime();

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> future.get(12, MILLISECONDS));

        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(12));
        assertThat(future.isDone()).isFalse();
        openTheGate();
        assertThat(future.get()).isEqualTo(DONE);
    }

    @Test
    @SuppressWarnings("NullAway") // null is what this is about
    void refusesToWaitWithoutAUnit() throws Exception {
        Future<String> future = executor().submit(this::waitAtTheGate);

        assertThatNullPointerException().isThrownBy(() -> future.get(1, null));
        openTheGate();
        future.get();
        assertThatNullPointerException().isThrownBy(() -> future.get(1, null));
    }

    @ParameterizedTest
    @EnumSource
    void onlyLooksForATimeBelowZero(TimeUnit unit) throws Exception {
        Future<String> future = executor().submit(this::waitAtTheGate);
        awaitAtTheGate();

        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> future.get(Long.MIN_VALUE, unit));
        assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> future.get(0, unit));
        openTheGate();
        assertThat(future.get()).isEqualTo(DONE);
        assertThat(future.get(Long.MIN_VALUE, unit)).isEqualTo(DONE);
    }

    @Test
    void saysWhereItStandsWhileItRuns() throws Exception {
        Future<String> future = executor().submit(this::waitAtTheGate);
        awaitAtTheGate();

        assertThat(future.state()).isEqualTo(Future.State.RUNNING);
        assertThatIllegalStateException().isThrownBy(future::resultNow);
        assertThatIllegalStateException().isThrownBy(future::exceptionNow);
        assertThat(future.toString()).contains("[Not completed");
    }

    @Test
    void saysWhereItStandsWhenItHasSucceeded() throws Exception {
        Future<String> future = executor().submit(() -> DONE);
        future.get();

        assertThat(future.state()).isEqualTo(Future.State.SUCCESS);
        assertThat(future.resultNow()).isEqualTo(DONE);
        assertThatIllegalStateException().isThrownBy(future::exceptionNow);
        assertThat(future.toString()).endsWith("[Completed normally]");
    }

    @Test
    void saysWhereItStandsWhenItHasFailed() {
        Future<String> future = executor().submit(FutureContract::fail);
        awaitFailure(future);

        assertThat(future.state()).isEqualTo(Future.State.FAILED);
        assertThatIllegalStateException().isThrownBy(future::resultNow);
        assertThat(future.exceptionNow())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(BROKEN);
        assertThat(future.toString()).contains("[Completed exceptionally").contains(BROKEN);
    }

    @Test
    void saysWhereItStandsWhenItWasCancelled() throws Exception {
        Future<String> future = executor().submit(this::waitAtTheGate);
        awaitAtTheGate();
        future.cancel(true);
        assertCancelled(future);

        assertThat(future.state()).isEqualTo(Future.State.CANCELLED);
        assertThatIllegalStateException().isThrownBy(future::resultNow);
        assertThatIllegalStateException().isThrownBy(future::exceptionNow);
        assertThat(future.toString()).endsWith("[Cancelled]");
    }

    private static void awaitFailure(Future<?> future) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> future.get(LONG, SECONDS))
                .havingCause()
                .withMessage(BROKEN);
    }
}
