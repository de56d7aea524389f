package dev.errand.jdbc.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one transaction at a time come to a file of H2.
 *
 * <p>Whenever one commits, H2 writes what all have changed so far, and not always that the others have not committed. If the
 * process is killed then, nobody can ever tell what those rows are: one with the same unique key can neither be found nor be
 * entered again, however often the file is opened. Measured with plain JDBC and {@code WRITE_DELAY=0}: of some forty kills in
 * the middle of four transactions each, three left such a row; of sixty with one transaction at a time, none.
 *
 * <p>That does not make H2 safe from a kill: it then also forgets commits that it has acknowledged, whatever it is told about
 * when to write. Transactions of the host's own are not known here. A file is open in one process only, and by its address there is one
 * lock for it.
 */
final class H2Turns {

    private static final ConcurrentMap<String, Lock> TURNS = new ConcurrentHashMap<>();

    private H2Turns() {}

    /** Whose turn it is; empty unless the database is a file of H2 that this process has open. */
    static Optional<Lock> of(Connection connection, Dialect dialect) throws SQLException {
        String url = connection.getMetaData().getURL();
        boolean file = dialect == Dialect.H2 && !url.startsWith("jdbc:h2:mem:") && !isServer(connection);
        return file ? Optional.of(TURNS.computeIfAbsent(url, unused -> new ReentrantLock(true))) : Optional.empty();
    }

    /** Whether an H2 runs in a process of its own. */
    static boolean isServer(Connection connection) throws SQLException {
        String url = connection.getMetaData().getURL();
        return url.startsWith("jdbc:h2:tcp:") || url.startsWith("jdbc:h2:ssl:");
    }
}
