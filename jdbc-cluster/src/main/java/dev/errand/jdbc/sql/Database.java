package dev.errand.jdbc.sql;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.errand.ErrandException;
import dev.errand.InvalidInputException;
import dev.errand.registry.RegistryUnavailableException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The host's database, as everything here talks to it.
 *
 * <p>Every connection has a limit of time for each answer, or a network that swallows packets would hold a thread for ever.
 * An interrupt of the calling thread, which is meant for a task, does not reach the driver: PostgreSQL's would close its
 * socket.
 */
public final class Database {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final int TRIES = 4;
    private static final long NANOS_BETWEEN_TRIES = 5_000_000;

    /** Closes the sockets of connections that have not answered in time, where a driver does so on another thread. */
    private static final ExecutorService CLOSERS = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("errand-jdbc-timeout-", 1).factory());

    private final DataSource source;
    private final Dialect dialect;
    private final Duration timeout;
    private final Optional<Lock> turn;
    private final Isolation isolation;
    private final Legible legible = new Legible();

    private Database(DataSource source, Dialect dialect, Duration timeout, Optional<Lock> turn, Isolation isolation) {
        this.source = source;
        this.dialect = dialect;
        this.timeout = timeout;
        this.turn = turn;
        this.isolation = isolation;
    }

    /** Asks the database what it is. Blocks; throws if it is away, or is none that is known. */
    public static Database at(DataSource source, Duration timeout) {
        try (Connection connection = source.getConnection()) {
            Dialect dialect = Dialect.of(connection);
            return new Database(
                    source, dialect, timeout, H2Turns.of(connection, dialect), Isolation.of(connection, dialect));
        } catch (SQLException e) {
            throw unavailable("cannot be reached", e);
        }
    }

    public Dialect dialect() {
        return dialect;
    }

    /** Whether other machines can come to it. */
    public boolean isReachableFromOutside() {
        return switch (dialect) {
            case SQLITE -> false;
            case H2 -> reading(H2Turns::isServer);
            case POSTGRESQL, MARIADB, MYSQL -> true;
        };
    }

    public Duration timeout() {
        return timeout;
    }

    public DataSource source() {
        return source;
    }

    /** A piece of work on a connection. */
    @FunctionalInterface
    public interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Something that the database answers. */
    interface Asking<T> {
        T answer() throws SQLException;
    }

    /** Fills in the parameters of a statement. */
    @FunctionalInterface
    public interface Parameters {
        void into(Binder binder) throws SQLException;
    }

    /** Reads a row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(ResultSet results) throws SQLException;
    }

    /** Runs a query by itself. */
    public <T> List<T> query(String sql, Parameters parameters, RowReader<T> reader) {
        return reading(connection -> query(connection, sql, parameters, reader));
    }

    public <T> List<T> query(Connection connection, String sql, Parameters parameters, RowReader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.into(new StatementBinder(statement, dialect));
            try (ResultSet results = statement.executeQuery()) {
                List<T> rows = new ArrayList<>();
                while (results.next()) {
                    rows.add(reader.read(results));
                }
                return rows;
            }
        }
    }

    /** Runs a query by itself, and leaves out rows that cannot be read. */
    public <T> List<T> legible(String sql, Parameters parameters, RowReader<T> reader) {
        return reading(connection -> legible(connection, sql, parameters, reader));
    }

    public <T> List<T> legible(Connection connection, String sql, Parameters parameters, RowReader<T> reader)
            throws SQLException {
        return query(connection, sql, parameters, legible.rows(reader)).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    /** Runs a change by itself. How many rows it changed. */
    @CanIgnoreReturnValue
    public int update(String sql, Parameters parameters) {
        return alone(connection -> update(connection, sql, parameters));
    }

    @CanIgnoreReturnValue
    public int update(Connection connection, String sql, Parameters parameters) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            parameters.into(new StatementBinder(statement, dialect));
            return statement.executeUpdate();
        }
    }

    /** Runs work that changes nothing, at once: for that, nobody has to wait for a turn. */
    public <T> T reading(Work<T> work) {
        return answered(() -> lentNow(true, work));
    }

    /** Runs work whose statements are each committed by themselves. */
    public <T> T alone(Work<T> work) {
        return answered(() -> committingEach(work));
    }

    private <T> T answered(Asking<T> asking) {
        return uninterrupted(() -> {
            try {
                return untilItPasses(asking);
            } catch (SQLException e) {
                throw unavailable("did not answer", e);
            }
        });
    }

    /** A transaction that gave way to another one, as in a deadlock, has not happened: it gets its chance again. */
    private <T> T untilItPasses(Asking<T> asking) throws SQLException {
        long begun = System.nanoTime();
        for (int tries = 1; ; tries++) {
            try {
                return asking.answer();
            } catch (SQLException e) {
                boolean late = System.nanoTime() - begun > timeout.toNanos();
                if (tries == TRIES || late || !SqlStates.mayPass(e)) {
                    throw e;
                }
                LockSupport.parkNanos(NANOS_BETWEEN_TRIES << tries);
            }
        }
    }

    <T> T committingEach(Work<T> work) throws SQLException {
        return lent(true, work);
    }

    /**
     * Runs work in one transaction, and again in another one if it had to give way. If it throws, nothing has changed, unless it
     * was the commit that failed.
     */
    @CanIgnoreReturnValue
    public <T> T inTransaction(Work<T> work) {
        return carriedThrough(() -> transact(work));
    }

    /**
     * As {@link #inTransaction(Work)}, for somebody who is gone at the end: nothing is begun any more then, and no lock is
     * waited for.
     *
     * @param end by the clock of {@link System#nanoTime}
     */
    public <T> T inTransaction(long end, Work<T> work) {
        return carriedThrough(() ->
                lent(false, connection -> transact(connection, Limits.until(end, timeout), Set.of(), work)));
    }

    private <T> T carriedThrough(Asking<T> asking) {
        return uninterrupted(() -> {
            try {
                return untilItPasses(asking);
            } catch (SQLException e) {
                throw failure("did not carry a transaction through", e);
            }
        });
    }

    @CanIgnoreReturnValue
    public <T> T transact(Work<T> work) throws SQLException {
        return transact(Set.of(), work);
    }

    /** Runs work in one transaction, and has others told something if it is committed. */
    public <T> T transact(Set<String> notices, Work<T> work) throws SQLException {
        return lent(false, connection -> transact(connection, new Limits(timeout, Optional.empty()), notices, work));
    }

    private <T> T transact(Connection connection, Limits limits, Set<String> notices, Work<T> work)
            throws SQLException {
        boolean done = false;
        Silence.limit(connection, dialect, limits.silence());
        try {
            Notices.begin(connection, dialect, limits, notices);
            T result = work.on(connection);
            connection.commit();
            done = true;
            return result;
        } finally {
            if (!done) {
                rollBack(connection);
            }
            Silence.unlimit(connection, dialect);
        }
    }

    /** Who has to wait until it is their turn to change something; empty if nobody has to. */
    Optional<Lock> turn() {
        return turn;
    }

    private <T> T lent(boolean autoCommit, Work<T> work) throws SQLException {
        turn.ifPresent(Lock::lock);
        try {
            return lentNow(autoCommit, work);
        } finally {
            turn.ifPresent(Lock::unlock);
        }
    }

    /** Gives a connection back as it was lent. */
    private <T> T lentNow(boolean autoCommit, Work<T> work) throws SQLException {
        try (Connection connection = source.getConnection()) {
            OptionalInt limit = limitTime(connection);
            try {
                return isolation.on(connection, () -> inMode(autoCommit, connection, work));
            } finally {
                unlimitTime(connection, limit);
            }
        }
    }

    private static <T> T inMode(boolean autoCommit, Connection connection, Work<T> work) throws SQLException {
        boolean before = connection.getAutoCommit();
        if (before == autoCommit) {
            return work.on(connection);
        }
        connection.setAutoCommit(autoCommit);
        try {
            return work.on(connection);
        } finally {
            giveBack(() -> connection.setAutoCommit(before));
        }
    }

    /** Something that makes a connection what it was when it was lent. */
    interface GivingBack {
        void run() throws SQLException;
    }

    /** One that is gone is not given to anybody again. */
    static void giveBack(GivingBack step) {
        try {
            step.run();
        } catch (SQLException gone) {
            LOG.debug("A connection cannot be given back as it was lent: it is gone", gone);
        }
    }

    /** Gives a connection our limit of time for an answer, and tells which it had; empty where there is none. */
    OptionalInt limitTime(Connection connection) throws SQLException {
        try {
            int before = connection.getNetworkTimeout();
            connection.setNetworkTimeout(CLOSERS, (int) Math.min(timeout.toMillis(), Integer.MAX_VALUE));
            return OptionalInt.of(before);
        } catch (SQLFeatureNotSupportedException | AbstractMethodError embedded) {
            LOG.trace("No network timeout here", embedded);
            return OptionalInt.empty();
        }
    }

    /** Gives a connection the limit back that it had: not every pool does that. */
    static void unlimitTime(Connection connection, OptionalInt before) {
        before.ifPresent(limit -> giveBack(() -> connection.setNetworkTimeout(CLOSERS, limit)));
    }

    static void rollBack(Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException gone) {
            LOG.debug("A transaction cannot be rolled back: its connection is gone, and with it the transaction", gone);
        }
    }

    /** Something that may not be interrupted; the interrupt is kept for whoever comes next. */
    private static <T> T uninterrupted(Supplier<T> work) {
        boolean interrupted = Thread.interrupted();
        try {
            return work.get();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    public static RegistryUnavailableException unavailable(String what, SQLException cause) {
        return new RegistryUnavailableException(
                "the database " + what + " (SQLState " + cause.getSQLState() + "): " + cause.getMessage(), cause);
    }

    /** What to tell whoever asked for a change that was not made: it may be later, or never can be. */
    public static ErrandException failure(String what, SQLException cause) {
        return SqlStates.isUnstorable(cause)
                ? new InvalidInputException(
                        "what is to be stored", cause.getMessage(), "be something that the database can store", cause)
                : unavailable(what, cause);
    }
}
