package dev.errand.testkit;

import static java.util.concurrent.TimeUnit.DAYS;
import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code invokeAny} and {@code invokeAll} do: the part of {@link ExecutorServiceContract} about many at once. */
abstract class InvokeContract extends FutureContract {

    private String invokeAny(boolean timed, Collection<? extends Callable<String>> works) throws Exception {
        ExecutorService one = executor();
        return timed ? one.invokeAny(works, 1, DAYS) : one.invokeAny(works);
    }

    private List<Future<String>> invokeAll(boolean timed, Collection<? extends Callable<String>> works)
            throws InterruptedException {
        ExecutorService one = executor();
        return timed ? one.invokeAll(works, 1, DAYS) : one.invokeAll(works);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @SuppressWarnings("NullAway") // null is what this is about
    void invokesNoneOfNothing(boolean timed) {
        assertThatNullPointerException().isThrownBy(() -> invokeAny(timed, null));
        assertThatNullPointerException().isThrownBy(() -> invokeAll(timed, null));
        assertThatNullPointerException().isThrownBy(() -> executor().invokeAny(List.of(() -> DONE), 1, null));
        assertThatNullPointerException().isThrownBy(() -> executor().invokeAll(List.of(() -> DONE), 1, null));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void invokesAllOfNoneButNotAnyOfThem(boolean timed) throws InterruptedException {
        assertThatIllegalArgumentException().isThrownBy(() -> invokeAny(timed, List.of()));
        assertThat(invokeAll(timed, List.of())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesNothingAmongTheRest(boolean timed) {
        List<Callable<String>> works = Arrays.asList(this::waitAtTheGate, null);

        assertThatNullPointerException().isThrownBy(() -> invokeAny(timed, works));
        assertThatNullPointerException().isThrownBy(() -> invokeAll(timed, works));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void failsWhenAllOfThemFail(boolean timed) {
        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> invokeAny(timed, List.of(FutureContract::fail, FutureContract::fail)))
                .havingCause()
                .withMessage(BROKEN);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesTheResultOfAnyThatSucceeds(boolean timed) throws Exception {
        assertThat(invokeAny(timed, List.of(FutureContract::fail, () -> DONE, FutureContract::fail)))
                .isEqualTo(DONE);
        assertThat(invokeAny(timed, List.of(() -> DONE))).isEqualTo(DONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stopsTheOthersWhenOneHasSucceeded(boolean timed) throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);

        assertThat(invokeAny(timed, List.of(() -> waitForTheInterrupt(interrupted), () -> {
                    awaitAtTheGate();
                    return DONE;
                })))
                .isEqualTo(DONE);

        interrupted.await();
    }

    @Test
    void givesUpWhenNoneHasSucceededInTime() {
        long begun = System.nanoTime();

        assertThatExceptionOfType(TimeoutException.class)
                .isThrownBy(() ->
                        executor().invokeAny(List.of(this::waitAtTheGate, FutureContract::fail), 12, MILLISECONDS));

        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(12));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void stopsAllOfThemWhenTheOneWhoWaitsIsInterrupted(boolean any) throws Exception {
        CountDownLatch interrupted = new CountDownLatch(2);
        List<Callable<String>> works =
                List.of(() -> waitForTheInterrupt(interrupted), () -> waitForTheInterrupt(interrupted));
        Waiting waiting = Waiting.in(() -> any ? invokeAny(false, works) : invokeAll(false, works));
        awaitAtTheGate();
        awaitAtTheGate();

        waiting.interrupt();

        assertThat(waiting.thrown()).isInstanceOf(InterruptedException.class);
        interrupted.await();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void givesTheFuturesOfAllInTheirOrder(boolean timed) throws Exception {
        List<Future<String>> futures = invokeAll(timed, List.of(() -> "a", FutureContract::fail, () -> "c"));

        assertThat(futures).hasSize(3).allMatch(Future::isDone);
        assertThat(futures.get(0).get()).isEqualTo("a");
        assertThat(futures.get(1).exceptionNow()).hasMessage(BROKEN);
        assertThat(futures.get(2).get()).isEqualTo("c");
    }

    @Test
    void stopsThoseThatHaveNotEndedInTime() throws Exception {
        List<Future<String>> futures =
                executor().invokeAll(List.of(() -> DONE, this::waitAtTheGate), 100, MILLISECONDS);

        assertThat(futures).hasSize(2);
        assertThat(!endsOnCancel() || futures.get(1).isDone()).isTrue();
        assertCancelled(futures.get(1));
    }

    @Test
    void waitsForThoseThatNeedTheirTime() throws Exception {
        Waiting waiting = Waiting.in(
                () -> executor().invokeAll(List.of(this::waitAtTheGate, this::waitAtTheGate), LONG, SECONDS));
        awaitAtTheGate();
        awaitAtTheGate();
        assertThat(waiting.isOver()).isFalse();

        openTheGate();

        assertThat(waiting.thrown()).isNull();
    }
}
