package dev.errand.registry;

class MemoryTaskRegistryTest extends TaskRegistryContract {

    @Override
    TaskRegistry registry(Retention retention) {
        return new MemoryTaskRegistry(retention);
    }
}
