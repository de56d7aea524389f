package dev.errand.spring.engine;

import dev.errand.cluster.SharedExecutor;
import dev.errand.cluster.SharedWork;
import java.time.Duration;

/**
 * Takes no part in the work of the cluster until the gate is open. When that is closed for good, it takes no more tasks, and goes
 * on to see to it that others do.
 */
final class GatedSharedExecutor implements SharedExecutor {

    private final SharedExecutor executor;
    private final GatedExecutor inPlace;
    private final StartGate gate;
    private boolean closed;

    GatedSharedExecutor(SharedExecutor executor, StartGate gate) {
        this.executor = executor;
        this.inPlace = new GatedExecutor(executor, gate);
        this.gate = gate;
        gate.whenClosed(() -> drainIf(true));
    }

    @Override
    public int capacity() {
        return executor.capacity();
    }

    @Override
    public void open(SharedWork work) {
        gate.whenOpen(() -> openUnlessClosed(work));
    }

    private synchronized void openUnlessClosed(SharedWork work) {
        if (!closed) {
            executor.open(work);
            executor.wake();
        }
    }

    @Override
    public void wake() {
        if (gate.wasOpened()) {
            executor.wake();
        }
    }

    @Override
    public void look() {
        if (gate.wasOpened()) {
            executor.look();
        }
    }

    @Override
    public void drain(boolean drain) {
        gate.whenOpen(() -> drainIf(drain));
    }

    /** Whoever wants it to take tasks again, comes too late when the gate is closed. */
    private synchronized void drainIf(boolean wanted) {
        executor.drain(wanted || !gate.isOpen());
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
        }
        executor.close();
    }

    @Override
    public boolean tryStart(Runnable work) {
        return inPlace.tryStart(work);
    }

    @Override
    public void onRoom(Runnable callback) {
        inPlace.onRoom(callback);
    }

    @Override
    public boolean shutdown(Duration limit) throws InterruptedException {
        return executor.shutdown(limit);
    }
}
