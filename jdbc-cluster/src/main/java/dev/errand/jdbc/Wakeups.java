package dev.errand.jdbc;

import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Dialect;
import dev.errand.registry.RegistryListener;
import java.util.UUID;

/** Hears what other processes tell through the database; where it cannot tell anything, everybody looks by herself. */
interface Wakeups extends AutoCloseable {

    static Wakeups listen(Database database, UUID node, RegistryListener listener) {
        return database.dialect() == Dialect.POSTGRESQL ? PostgresWakeups.listen(database, node, listener) : () -> {};
    }

    @Override
    void close();
}
