package dev.errand.spring.engine;

import dev.errand.executor.TaskExecutor;
import java.time.Duration;

/** Has no room until the gate is open. */
final class GatedExecutor implements TaskExecutor {

    private final TaskExecutor executor;
    private final StartGate gate;

    GatedExecutor(TaskExecutor executor, StartGate gate) {
        this.executor = executor;
        this.gate = gate;
    }

    @Override
    public boolean tryStart(Runnable work) {
        return gate.isOpen() && executor.tryStart(work);
    }

    @Override
    public void onRoom(Runnable callback) {
        executor.onRoom(callback);
        gate.whenOpen(callback);
    }

    @Override
    public boolean shutdown(Duration limit) throws InterruptedException {
        return executor.shutdown(limit);
    }
}
