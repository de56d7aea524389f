package dev.errand.engine;

import dev.errand.registry.DurableTaskRegistry;
import dev.errand.time.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Instants by the clock of a registry, on which all engines that share it agree; alarms by this machine's. */
record RegistryTime(DurableTaskRegistry registry, TimeSource machine) implements TimeSource {

    @Override
    public Instant instant() {
        return registry.now();
    }

    @Override
    public long nanoTime() {
        return machine.nanoTime();
    }

    @Override
    public Alarm after(Duration delay, Runnable action) {
        return machine.after(delay, action);
    }
}
