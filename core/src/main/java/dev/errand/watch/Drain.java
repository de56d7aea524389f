package dev.errand.watch;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a round of work whenever it is signalled, never two rounds at once and never recursively: a signal that comes
 * during a round leads to another round after it, on the same thread.
 */
public final class Drain {

    private static final Logger LOG = LoggerFactory.getLogger(Drain.class);

    private final Executor executor;
    private final Runnable round;
    private final Runnable rounds = this::runRounds;
    private final AtomicInteger signals = new AtomicInteger();

    /**
     * Makes one that does nothing yet.
     *
     * @param executor runs the rounds that follow a signal
     * @param round what to do
     */
    public Drain(Executor executor, Runnable round) {
        this.executor = executor;
        this.round = round;
    }

    /** Sees to it that a whole round runs after this call. If there is no thread for it, the next signal tries again. */
    public void signal() {
        if (signals.getAndIncrement() == 0) {
            boolean taken = false;
            try {
                executor.execute(rounds);
                taken = true;
            } finally {
                if (!taken) {
                    signals.set(0);
                }
            }
        }
    }

    private void runRounds() {
        int seen;
        do {
            seen = signals.get();
            try {
                round.run();
            } catch (Throwable e) {
                report(e);
            }
        } while (signals.addAndGet(-seen) != 0);
    }

    /** Neither an exception that cannot be logged nor a full heap may end the rounds for good. */
    private static void report(Throwable failure) {
        try {
            LOG.error("A round of work failed; the next one goes on", failure);
        } catch (Throwable unspeakable) {
            // nothing is left to say it with
        }
    }
}
