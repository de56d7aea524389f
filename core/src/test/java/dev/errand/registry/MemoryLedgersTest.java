package dev.errand.registry;

import dev.errand.testkit.TaskLedgersContract;

class MemoryLedgersTest extends TaskLedgersContract {

    @Override
    protected TaskRegistry registry(Retention retention) {
        return new MemoryTaskRegistry(retention);
    }
}
