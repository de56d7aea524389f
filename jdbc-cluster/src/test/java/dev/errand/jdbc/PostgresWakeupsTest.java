package dev.errand.jdbc;

import static dev.errand.jdbc.Engines.LONG;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskId;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.jdbc.sql.Database;
import dev.errand.registry.RegistryListener;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of the connection on which notices are heard: the pool gets it back as it was lent. */
@Timeout(60)
class PostgresWakeupsTest {

    private static final int CONNECTIONS = 2;

    private final TestDatabase database = DatabaseKind.POSTGRESQL.fresh();
    private final BlockingQueue<Connection> pool = new LinkedBlockingQueue<>();
    private final CountDownLatch listening = new CountDownLatch(1);

    PostgresWakeupsTest() throws SQLException {
        for (int i = 0; i < CONNECTIONS; i++) {
            Connection connection = database.dataSource().getConnection();
            connection.setAutoCommit(false);
            pool.add(connection);
        }
    }

    @AfterEach
    void removesTheDatabase() {
        database.close();
    }

    @Test
    void givesItBackAsItWasLentWhenItEnds() throws Exception {
        Wakeups wakeups = listen(() -> {});
        assertThat(listening.await(LONG.toSeconds(), SECONDS)).isTrue();

        wakeups.close();

        assertThatAllAreBackAsTheyWereLent();
    }

    @Test
    void givesItBackAsItWasLentWhenTheListenerThrows() throws Exception {
        Runnable broken = () -> {
            throw new IllegalStateException("broken");
        };
        Wakeups wakeups = listen(broken);
        try {
            assertThat(listening.await(LONG.toSeconds(), SECONDS)).isTrue();

            assertThatAllAreBackAsTheyWereLent();
        } finally {
            wakeups.close();
        }
    }

    private void assertThatAllAreBackAsTheyWereLent() throws Exception {
        for (int i = 0; i < CONNECTIONS; i++) {
            try (Connection connection = pool.poll(LONG.toSeconds(), SECONDS)) {
                assertThat(connection).as("a connection that is back").isNotNull();
                assertThat(Sql.texts(connection, "SELECT pg_listening_channels()"))
                        .as("what it listens to")
                        .isEmpty();
                assertThat(connection.getAutoCommit()).as("autocommit").isFalse();
            }
        }
    }

    private Wakeups listen(Runnable whenQueued) {
        Database known = Database.at(plainPool(), LONG);
        return Wakeups.listen(known, UUID.randomUUID(), new RegistryListener() {
            @Override
            public void onQueued() {
                listening.countDown();
                whenQueued.run();
            }

            @Override
            public void onOffered() {}

            @Override
            public void onCommand(TaskId task) {}
        });
    }

    /** Lends connections as they were given back, which the usual pools do not. */
    private DataSource plainPool() {
        return of(DataSource.class, (self, method, arguments) -> lend(pool.take()));
    }

    private Connection lend(Connection connection) {
        return of(
                Connection.class,
                (self, method, arguments) ->
                        method.getName().equals("close") ? pool.add(connection) : call(connection, method, arguments));
    }

    private static Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T of(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
