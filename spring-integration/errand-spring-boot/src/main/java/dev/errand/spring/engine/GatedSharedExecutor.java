package dev.errand.spring.engine;

import dev.errand.cluster.SharedExecutor;
import dev.errand.cluster.SharedWork;
import java.time.Duration;

/** Takes no part in the work of the cluster until the gate is open. */
final class GatedSharedExecutor implements SharedExecutor {

    private final SharedExecutor executor;
    private final GatedExecutor inPlace;
    private final StartGate gate;
    private boolean closed;

    GatedSharedExecutor(SharedExecutor executor, StartGate gate) {
        this.executor = executor;
        this.inPlace = new GatedExecutor(executor, gate);
        this.gate = gate;
    }

    @Override
    public int capacity() {
        return executor.capacity();
    }

    @Override
    public void open(SharedWork work) {
        gate.whenOpen(() -> {
            if (!isClosed()) {
                executor.open(work);
                executor.wake();
            }
        });
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    @Override
    public void wake() {
        if (gate.isOpen()) {
            executor.wake();
        }
    }

    @Override
    public void look() {
        if (gate.isOpen()) {
            executor.look();
        }
    }

    @Override
    public void drain(boolean drain) {
        gate.whenOpen(() -> executor.drain(drain));
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
