package dev.errand.testkit;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/** What {@link ExecutorServiceContract} asks of those who extend it, and a gate that its work waits at. */
@Timeout(10)
abstract class GateForWork {

    static final long LONG = 5;
    static final String DONE = "done";
    static final String BROKEN = "broken";

    /** Most tests need two at the same time. */
    private static final int THREADS = 2;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final Semaphore atTheGate = new Semaphore(0);
    private final List<ExecutorService> made = new ArrayList<>();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private @Nullable ExecutorService executor;

    /**
     * Makes an executor. Each test makes one or more, and waits for their termination at its end.
     *
     * @param threads how much work it runs at the same time, at least
     * @return a new executor without any work
     */
    protected abstract ExecutorService executor(int threads);

    /**
     * Makes an executor that has limits.
     *
     * @param threads how much work it runs at the same time
     * @param waiting how much more it takes; what comes then is rejected
     * @return a new executor without any work; empty if there is no such limit
     */
    protected abstract Optional<ExecutorService> executor(int threads, int waiting);

    /**
     * Whether work waits while as much runs as was asked for.
     *
     * @return false for an executor that begins everything at once, whatever it was asked for
     */
    protected boolean keepsTheRest() {
        return true;
    }

    /**
     * Whether a future is cancelled as soon as {@link Future#cancel} has returned true, though its work may still run.
     * Both are within the contract of the JDK.
     *
     * @return true, as the futures of the JDK do; false if the future of running work ends as the work does, so that it is
     *     cancelled only if the work heeds the request
     */
    protected boolean endsOnCancel() {
        return true;
    }

    /**
     * Closes something after the test, once the executors have terminated: an engine, or a pool.
     *
     * @param resource what to close
     * @param <T> its type
     * @return the resource
     */
    @CanIgnoreReturnValue
    protected final <T extends AutoCloseable> T closeAfterwards(T resource) {
        toClose.add(resource);
        return resource;
    }

    /** Opens the gate first, so a failed assertion is reported as itself and not as a hang. */
    @AfterEach
    void leavesNothingRunning() throws Exception {
        openTheGate();
        made.forEach(ExecutorService::shutdown);
        for (ExecutorService one : made) {
            assertThat(one.awaitTermination(LONG, SECONDS)).as("all work ended").isTrue();
        }
        for (AutoCloseable resource : toClose.reversed()) {
            resource.close();
        }
    }

    ExecutorService executor() {
        ExecutorService known = executor;
        if (known == null) {
            known = make(THREADS);
            executor = known;
        }
        return known;
    }

    ExecutorService make(int threads) {
        return ended(executor(threads));
    }

    /** It is to be ended after the test. */
    ExecutorService ended(ExecutorService one) {
        made.add(one);
        return one;
    }

    void openTheGate() {
        gate.countDown();
    }

    /** Until one more piece of work has come to the gate. */
    void awaitAtTheGate() throws InterruptedException {
        atTheGate.acquire();
    }

    @CanIgnoreReturnValue
    String waitAtTheGate() throws InterruptedException {
        atTheGate.release();
        gate.await();
        return DONE;
    }

    /** The gate for work that must not throw. */
    void waitQuietlyAtTheGate() {
        try {
            waitAtTheGate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Comes to the gate, and says when it is interrupted there. */
    @CanIgnoreReturnValue
    String waitForTheInterrupt(CountDownLatch interrupted) throws InterruptedException {
        try {
            return waitAtTheGate();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    @CanIgnoreReturnValue
    static String fail() {
        throw new IllegalArgumentException(BROKEN);
    }

    /** Also for those whose future ends a little later than the request to cancel. */
    static void assertCancelled(Future<?> future) {
        assertThatExceptionOfType(CancellationException.class).isThrownBy(() -> future.get(LONG, SECONDS));
        assertThat(future.isDone()).isTrue();
        assertThat(future.isCancelled()).isTrue();
    }

    /** A thread that waits in some call, and what came of that. */
    static final class Waiting {

        private final Thread thread;
        private volatile @Nullable Throwable thrown;

        private Waiting(Callable<? extends @Nullable Object> call) {
            thread = Thread.ofPlatform().start(() -> {
                try {
                    call.call();
                } catch (Throwable e) {
                    thrown = e;
                }
            });
        }

        /** Returns when the thread waits. */
        static Waiting in(Callable<? extends @Nullable Object> call) {
            Waiting waiting = new Waiting(call);
            while (waiting.thread.getState() != Thread.State.WAITING
                    && waiting.thread.getState() != Thread.State.TIMED_WAITING
                    && waiting.thread.isAlive()) {
                if (Thread.interrupted()) {
                    throw new AssertionError("the call neither waited nor ended in time");
                }
                Thread.onSpinWait();
            }
            return waiting;
        }

        void interrupt() {
            thread.interrupt();
        }

        boolean isOver() {
            return !thread.isAlive();
        }

        /** Waits for the call to end. */
        void join() throws InterruptedException {
            thread.join();
        }

        @Nullable Throwable thrown() throws InterruptedException {
            join();
            return thrown;
        }
    }
}
