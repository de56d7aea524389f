package dev.errand.testkit;

import dev.errand.registry.MemoryTaskRegistry;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskRegistry;

class MemoryTaskRegistryTest extends TaskRegistryContract {

    @Override
    protected TaskRegistry registry(Retention retention) {
        return new MemoryTaskRegistry(retention);
    }
}
