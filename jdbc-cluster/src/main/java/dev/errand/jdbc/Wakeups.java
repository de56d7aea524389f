package dev.errand.jdbc;

import dev.errand.registry.RegistryListener;

/** Hears what other processes tell through the database; where it cannot tell anything, everybody looks by herself. */
interface Wakeups extends AutoCloseable {

    static Wakeups listen(Database database, RegistryListener listener) {
        return database.dialect() == Dialect.POSTGRESQL ? PostgresWakeups.listen(database, listener) : () -> {};
    }

    @Override
    void close();
}
