package dev.errand.jdbc.parts;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Stands between our code and a data source: counts what is asked of the database, and has a call fail that the test chooses,
 * before it is made or after it was.
 *
 * <p>Calls are: taking a connection, executing a statement or a batch, committing. To see what every fault does, run once and
 * take {@link #calls()}, then once for each number from 1 to there. An exception of SQLState 08 breaks the connection as
 * well: what was not committed is rolled back. Every method may be called from any thread.
 */
public final class FaultyDataSource implements DataSource {

    private final DataSource real;
    private final JdbcCalls calls = new JdbcCalls();

    /** Around a data source, in which nothing fails until it is planned. */
    public FaultyDataSource(DataSource real) {
        this.real = real;
    }

    /**
     * Has one call fail instead of being made.
     *
     * @param n 1 for the next call
     */
    public void failBefore(long n, Supplier<SQLException> exception) {
        calls.plan(n, false, false, exception);
    }

    /**
     * Has one call made, and then fail: its reply is lost.
     *
     * @param n 1 for the next call
     */
    public void failAfter(long n, Supplier<SQLException> exception) {
        calls.plan(n, false, true, exception);
    }

    /** Has no call made any more, as if the database were gone. */
    public void failAll(Supplier<SQLException> exception) {
        calls.plan(1, true, false, exception);
    }

    /** Has nothing fail any more; goes on counting. */
    public void heal() {
        calls.forgetFault();
    }

    /** Has nothing fail any more, and counts from zero. */
    public void reset() {
        calls.reset();
    }

    /** How many calls there were, the failed ones among them. */
    public int calls() {
        return log().size();
    }

    /** What the calls were: {@code CONNECT}, {@code COMMIT} or the SQL that was executed. */
    public List<String> log() {
        return calls.log();
    }

    /** What the calls were, counted. */
    public JdbcCounts counts() {
        return calls.counts();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return connect(real::getConnection);
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return connect(() -> real.getConnection(user, password));
    }

    private Connection connect(JdbcCalls.Call<Connection, SQLException> call) throws SQLException {
        return FaultyConnection.around(calls.connect(call), calls);
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return real.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || real.isWrapperFor(type);
    }
}
