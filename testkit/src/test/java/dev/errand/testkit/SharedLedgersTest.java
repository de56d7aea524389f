package dev.errand.testkit;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.ledger.LedgerCounts;
import dev.errand.registry.Liveness;
import dev.errand.registry.Node;
import dev.errand.registry.RegistryUnavailableException;
import dev.errand.registry.Retention;
import dev.errand.registry.TaskRegistry;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The ledgers of tasks that several engines share, in memory. */
class SharedLedgersTest extends TaskLedgersContract {

    @Override
    protected TaskRegistry registry(Retention retention) {
        return open(new SharedTasks(new ManualTime(), retention));
    }

    private static SharedRegistry open(SharedTasks tasks) {
        SharedRegistry registry = tasks.registry();
        Node node = new Node(UUID.randomUUID(), "first", Tasks.NOON, 5, Set.of("export"));
        registry.open(node, new Liveness(ofSeconds(30), ofMillis(100)), Map.of(), NOBODY);
        return registry;
    }

    @Test
    void areAwayWithTheirRegistry() {
        SharedRegistry registry = open(new SharedTasks(new ManualTime()));
        assertThat(registry.ledgers().counts(Tasks.id(1), "")).isEqualTo(LedgerCounts.NONE);
        registry.cutOff();

        assertThatExceptionOfType(RegistryUnavailableException.class).isThrownBy(registry::ledgers);
    }
}
