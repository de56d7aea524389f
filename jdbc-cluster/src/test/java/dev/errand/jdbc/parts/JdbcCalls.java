package dev.errand.jdbc.parts;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The calls that were made, in their order, and which of them is to fail. */
final class JdbcCalls {

    static final String CONNECT = "CONNECT";
    static final String COMMIT = "COMMIT";

    /** The class of SQLStates after which nothing more can be done with a connection. */
    private static final String CONNECTION_LOST = "08";

    /** A call, to be made or not. */
    @FunctionalInterface
    interface Call<T extends @Nullable Object, X extends Throwable> {
        T make() throws X;
    }

    /**
     * What fails, and when.
     *
     * @param from the number of the call, from 1
     * @param lasting whether all later calls fail as well
     * @param after whether the call is made, and then fails
     */
    record Fault(long from, boolean lasting, boolean after, Supplier<SQLException> exception) {

        boolean hits(long number) {
            return number == from || (lasting && number > from);
        }
    }

    private final List<String> log = new ArrayList<>();
    private Optional<Fault> fault = Optional.empty();
    private long batched;
    private long rollbacks;

    synchronized void reset() {
        log.clear();
        fault = Optional.empty();
        batched = 0;
        rollbacks = 0;
    }

    /** Counted from the calls that were made so far. */
    synchronized void plan(long n, boolean lasting, boolean after, Supplier<SQLException> exception) {
        fault = Optional.of(new Fault(log.size() + n, lasting, after, exception));
    }

    synchronized void forgetFault() {
        fault = Optional.empty();
    }

    synchronized List<String> log() {
        return List.copyOf(log);
    }

    synchronized JdbcCounts counts() {
        long connections = log.stream().filter(CONNECT::equals).count();
        long commits = log.stream().filter(COMMIT::equals).count();
        return new JdbcCounts(connections, log.size() - connections - commits, batched, commits, rollbacks);
    }

    synchronized void addBatch(long size) {
        batched += size;
    }

    synchronized void addRollback() {
        rollbacks++;
    }

    /** Makes a call on a connection that is there, unless it is to fail before. */
    <T extends @Nullable Object, X extends Throwable> T make(String what, Connection connection, Call<T, X> call)
            throws X, SQLException {
        Optional<Fault> hit = enter(what);
        if (hit.isPresent() && !hit.get().after()) {
            throw broken(hit.get(), connection);
        }
        T result = call.make();
        if (hit.isPresent()) {
            throw broken(hit.get(), connection);
        }
        return result;
    }

    /** Makes a connection, unless that is to fail before; if it is to fail afterwards, nobody ever gets to see it. */
    Connection connect(Call<Connection, SQLException> call) throws SQLException {
        Optional<Fault> hit = enter(CONNECT);
        if (hit.isPresent() && !hit.get().after()) {
            throw hit.get().exception().get();
        }
        Connection connection = call.make();
        if (hit.isPresent()) {
            connection.close();
            throw hit.get().exception().get();
        }
        return connection;
    }

    private synchronized Optional<Fault> enter(String what) {
        log.add(what);
        return fault.filter(planned -> planned.hits(log.size()));
    }

    private static SQLException broken(Fault fault, Connection connection) {
        SQLException exception = fault.exception().get();
        if (Optional.ofNullable(exception.getSQLState()).orElse("").startsWith(CONNECTION_LOST)) {
            try {
                sever(connection);
            } catch (SQLException e) {
                exception.addSuppressed(e);
            }
        }
        return exception;
    }

    private static void sever(Connection connection) throws SQLException {
        if (!connection.getAutoCommit()) {
            connection.rollback();
        }
        connection.close();
    }
}
