package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Sql;
import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresqlClusterExecutorTest extends ClusterExecutorContract {

    PostgresqlClusterExecutorTest() {
        super(DatabaseKind.POSTGRESQL);
    }

    @Override
    boolean takesStraight() {
        return true;
    }

    /** PostgreSQL may then run a limited subselect again for every row, and let one machine take everything. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void takesNoMoreThanItHasThreadsForWhenStatisticsAreOutOfDate(boolean limited)
            throws InterruptedException, SQLException {
        TaskEngine full = node("full", 1, engine -> limitedIf(limited, engine).register(WAIT, waitingOn("full")));
        full.submit(WAIT, "holds the only thread", by("ana"));
        atGate().acquire();
        Sql.execute(
                database().dataSource(),
                "ALTER TABLE errand_ticket SET (autovacuum_enabled = false)",
                "ALTER TABLE errand_task SET (autovacuum_enabled = false)",
                "ANALYZE errand_ticket",
                "ANALYZE errand_task");
        full.submitAll(WAIT, inputs(30), by("ana"));
        if (limited) {
            Await.until("there are tickets for all", LONG, () -> ticketsLeft() == 31);
        }

        node("small", 2, engine -> limitedIf(limited, engine).register(WAIT, waitingOn("small")));
        atGate().acquire(2);

        assertThat(count("SELECT COUNT(*) FROM errand_ticket WHERE picked")).isEqualTo(1 + 2);
    }
}
