package dev.errand.jdbc.parts;

import java.io.EOFException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Which mode a proxy is in, and those who wait for another one. */
final class ModeSwitch {

    private FaultMode mode = new FaultMode.Pass();

    synchronized FaultMode mode() {
        return mode;
    }

    synchronized void turn(FaultMode next) {
        mode = next;
        notifyAll();
    }

    /** Lets those who wait look again whether they are closed. */
    synchronized void wake() {
        notifyAll();
    }

    /**
     * Blocks as long as nothing passes.
     *
     * @return the mode in which something does
     * @throws EOFException if the one who waits was closed
     */
    synchronized FaultMode awaitPassage(BooleanSupplier closed) throws EOFException, InterruptedException {
        while (mode instanceof FaultMode.Blackhole && !closed.getAsBoolean()) {
            wait();
        }
        if (closed.getAsBoolean()) {
            throw new EOFException("closed by the proxy");
        }
        return mode;
    }

    /** Blocks for a time as long as it is this mode, and the one who waits is not closed. */
    synchronized void hold(FaultMode slow, long nanos, BooleanSupplier closed) throws InterruptedException {
        long deadline = System.nanoTime() + nanos;
        long left = nanos;
        while (left > 0 && mode.equals(slow) && !closed.getAsBoolean()) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = deadline - System.nanoTime();
        }
    }
}
