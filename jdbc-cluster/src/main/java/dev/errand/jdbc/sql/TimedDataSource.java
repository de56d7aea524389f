package dev.errand.jdbc.sql;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.Lock;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** The host's data source for db-scheduler, which knows no limit of time for an answer: each connection gets ours. */
public record TimedDataSource(Database database) implements DataSource {

    @Override
    public Connection getConnection() throws SQLException {
        Optional<Lock> turn = database.turn();
        if (turn.isEmpty()) {
            return connect(() -> {});
        }
        turn.get().lock();
        boolean connected = false;
        try {
            Connection connection = connect(turn.get()::unlock);
            connected = true;
            return connection;
        } finally {
            if (!connected) {
                turn.get().unlock();
            }
        }
    }

    private Connection connect(Runnable closed) throws SQLException {
        Connection connection = database.source().getConnection();
        boolean limited = false;
        try {
            OptionalInt before = database.limitTime(connection);
            limited = true;
            return LentConnection.of(connection, () -> Database.unlimitTime(connection, before), closed);
        } finally {
            if (!limited) {
                connection.close();
            }
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLException("the host's data source knows its user itself");
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return database.source().getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        database.source().setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        database.source().setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return database.source().getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> kind) throws SQLException {
        return database.source().unwrap(kind);
    }

    @Override
    public boolean isWrapperFor(Class<?> kind) throws SQLException {
        return database.source().isWrapperFor(kind);
    }
}
