package dev.errand.jdbc;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.PostgresServer;
import dev.errand.jdbc.parts.ServerDatabase;
import dev.errand.registry.RegistryUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that is frozen or cut off in the middle of a transaction: its server does not know, and would wait for hours. */
@Timeout(60)
class SilentTransactionsTest {

    private static final String GATE = "admission";
    private static final Duration PATIENCE = ofSeconds(1);

    @Test
    void keepNobodyOutForLong() {
        try (ServerDatabase database = PostgresServer.shared().newDatabase("silent")) {
            DataSource pool = database.pool(2);
            new Schema(Database.at(pool, PATIENCE)).prepare();
            Database silent = Database.at(pool, PATIENCE);

            assertThatThrownBy(() -> silent.inTransaction(connection -> {
                        if (!Gates.tryToPass(silent, connection, GATE)) {
                            throw new AssertionError("nobody is inside yet");
                        }
                        Await.until("others pass", ofSeconds(20), () -> othersPass(pool));
                        return true;
                    }))
                    .as("its transaction was given up")
                    .isInstanceOf(RegistryUnavailableException.class);
        }
    }

    private static boolean othersPass(DataSource pool) throws SQLException {
        Database others = Database.at(pool, PATIENCE);
        try (Connection connection = pool.getConnection()) {
            return Gates.tryToPass(others, connection, GATE);
        }
    }
}
