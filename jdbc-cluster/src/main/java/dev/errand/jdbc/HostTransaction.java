package dev.errand.jdbc;

import java.sql.Connection;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether the calling thread has a transaction of the host's, so that what it submits becomes part of it: such as
 * Spring's, which binds a connection to the thread.
 */
@FunctionalInterface
public interface HostTransaction {

    /**
     * The connection of the transaction.
     *
     * @return a connection that does not commit by itself, and that is neither committed nor closed from here; null if there
     *     is no transaction
     */
    @Nullable Connection current();
}
