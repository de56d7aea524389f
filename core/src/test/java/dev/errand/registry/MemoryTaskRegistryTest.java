package dev.errand.registry;

import dev.errand.testkit.TaskRegistryContract;

class MemoryTaskRegistryTest extends TaskRegistryContract {

    @Override
    protected TaskRegistry registry(Retention retention) {
        return new MemoryTaskRegistry(retention);
    }
}
