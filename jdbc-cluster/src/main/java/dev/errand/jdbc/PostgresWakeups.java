package dev.errand.jdbc;

import dev.errand.InvalidInputException;
import dev.errand.TaskId;
import dev.errand.jdbc.sql.Database;
import dev.errand.jdbc.sql.Notices;
import dev.errand.registry.RegistryListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens for the notices of other processes, by LISTEN of PostgreSQL: on a connection of its own, which it makes anew
 * when it breaks. The only class that knows PostgreSQL's driver, which need not be there.
 */
final class PostgresWakeups implements Wakeups {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresWakeups.class);
    private static final long MILLIS_FOR_ANOTHER = 2_000;
    private static final long NANOS_BETWEEN_PROBES = Duration.ofSeconds(10).toNanos();
    private static final int SECONDS_TO_ANSWER = 5;
    private static final int MILLIS_A_WAIT = 500;
    private static final long NANOS_BETWEEN_TRIES = 1_000_000_000;

    /** A pool may only be busy for a while; but each look takes a connection from it for two seconds. */
    private static final int MOST_LOOKS = 3;

    private static final long NANOS_BETWEEN_LOOKS = 60_000_000_000L;

    private final Database database;
    private final String ours;
    private final RegistryListener listener;
    private volatile boolean closed;

    private PostgresWakeups(Database database, UUID node, RegistryListener listener) {
        this.database = database;
        this.ours = Notices.queuedBy(node);
        this.listener = listener;
    }

    static Wakeups listen(Database database, UUID node, RegistryListener listener) {
        PostgresWakeups wakeups = new PostgresWakeups(database, node, listener);
        Thread.ofPlatform().daemon().name("errand-listen").start(wakeups::listen);
        return wakeups;
    }

    @Override
    public void close() {
        closed = true;
    }

    private void listen() {
        boolean mayHoldOne = false;
        int looks = 0;
        while (!closed && looks < MOST_LOOKS) {
            long pause = NANOS_BETWEEN_TRIES;
            try (Connection connection = database.source().getConnection()) {
                if (!connection.isWrapperFor(PGConnection.class)) {
                    LOG.info("The driver does not tell of notices; tasks are looked for instead");
                    return;
                }
                mayHoldOne = mayHoldOne || thereIsAnother();
                if (mayHoldOne) {
                    listen(connection);
                } else {
                    warnOfSmallPool(++looks);
                    pause = NANOS_BETWEEN_LOOKS;
                }
            } catch (SQLException | RuntimeException e) {
                LOG.debug("Notices cannot be heard now, and are tried again", e);
            }
            await(pause);
        }
    }

    private static void warnOfSmallPool(int looks) {
        if (looks == 1) {
            LOG.warn("The pool has no second connection to spare, so the first is not kept to hear notices with:"
                    + " tasks and requests to stop are looked for instead, which takes longer");
        }
    }

    private void await(long nanos) {
        long end = System.nanoTime() + nanos;
        while (!closed && end - System.nanoTime() > 0) {
            LockSupport.parkNanos(Math.min(NANOS_BETWEEN_TRIES, end - System.nanoTime()));
        }
    }

    /** Whether there is a connection for everybody else while one is kept. A pool may have a single one. */
    private boolean thereIsAnother() {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Thread.ofPlatform().daemon().name("errand-listen-pool").start(() -> {
            try {
                database.source().getConnection().close();
                answer.complete(true);
            } catch (SQLException none) {
                LOG.debug("No second connection", none);
                answer.complete(false);
            }
        });
        long limit = Math.min(
                MILLIS_FOR_ANOTHER, database.timeout().toMillis() / 4); // meanwhile, whoever else waits has none
        return answer.completeOnTimeout(false, limit, TimeUnit.MILLISECONDS).join();
    }

    private void listen(Connection connection) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        connection.setAutoCommit(true);
        try {
            hearNotices(connection);
        } finally {
            giveBack(connection, autoCommit);
        }
    }

    /** As it was lent, since others get it next; a broken one nobody does. */
    private static void giveBack(Connection connection, boolean autoCommit) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("UNLISTEN *");
            connection.setAutoCommit(autoCommit);
        } catch (SQLException broken) {
            LOG.debug("The connection that heard notices cannot be given back as it was lent: it is broken", broken);
        }
    }

    private void hearNotices(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + Notices.CHANNEL);
        }
        listener.onQueued(); // what was told while nobody listened
        PGConnection notices = connection.unwrap(PGConnection.class);
        long answered = System.nanoTime();
        while (!closed) {
            if (System.nanoTime() - answered > NANOS_BETWEEN_PROBES) {
                requireAnswer(connection);
                answered = System.nanoTime();
            }
            PGNotification[] heard = notices.getNotifications(MILLIS_A_WAIT);
            if (heard != null) {
                for (PGNotification notice : heard) {
                    hear(notice.getParameter());
                }
            }
        }
    }

    /** Who only listens does not notice that nobody is there any more. */
    private static void requireAnswer(Connection connection) throws SQLException {
        if (!connection.isValid(SECONDS_TO_ANSWER)) {
            throw new SQLException("the connection that hears notices does not answer", "08006");
        }
    }

    private void hear(String notice) {
        String task = Notices.taskOf(notice);
        if (!task.isEmpty()) {
            hearCommand(task);
        } else if (notice.equals(Notices.OFFERED)) {
            listener.onOffered();
        } else if (!notice.equals(ours)) {
            listener.onQueued();
        }
    }

    /** Everybody who may use the database may send notices. */
    private void hearCommand(String task) {
        TaskId id;
        try {
            id = TaskId.parse(task);
        } catch (InvalidInputException foreign) {
            LOG.debug("A notice that is not ours", foreign);
            return;
        }
        listener.onCommand(id);
    }
}
