package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.engine.TaskEngineBuilder;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.TaskQuery;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection breaks over a commit that the server is still working on: whoever looks does not see it, and it comes later. */
@Timeout(60)
class LateCommitsTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final String INSERT = "INSERT INTO errand_task";

    /** Commits the first insertion of a task when the second one begins. */
    private static final class LateCommits {

        private final AtomicReference<@Nullable Connection> late = new AtomicReference<>();
        private boolean broken;

        DataSource around(DataSource source) {
            return (DataSource) Proxy.newProxyInstance(
                    LateCommits.class.getClassLoader(),
                    new Class<?>[] {DataSource.class},
                    (proxy, method, arguments) -> {
                        Object result = invoke(method, source, arguments);
                        return result instanceof Connection connection ? around(connection) : result;
                    });
        }

        private Connection around(Connection connection) {
            AtomicReference<String> said = new AtomicReference<>("");
            return (Connection) Proxy.newProxyInstance(
                    LateCommits.class.getClassLoader(),
                    new Class<?>[] {Connection.class},
                    (proxy, method, arguments) -> {
                        if (connection.equals(late.get())) {
                            return whenBroken(method);
                        }
                        if (method.getName().equals("prepareStatement") && ((String) arguments[0]).startsWith(INSERT)) {
                            comeThrough();
                            said.set(INSERT);
                        }
                        if (method.getName().equals("commit") && said.get().equals(INSERT) && !broken) {
                            broken = true;
                            late.set(connection);
                            throw new SQLException("planted: the connection broke over a commit", "08006");
                        }
                        return invoke(method, connection, arguments);
                    });
        }

        private static @Nullable Object whenBroken(Method method) throws SQLException {
            return switch (method.getName()) {
                case "isClosed" -> true;
                case "close" -> null;
                default -> throw new SQLException("planted: the connection is broken", "08003");
            };
        }

        private void comeThrough() throws SQLException {
            Connection connection = late.getAndSet(null);
            if (connection != null) {
                connection.commit();
                connection.close();
            }
        }

        private static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments)
                throws Throwable {
            try {
                return method.invoke(target, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    private static TaskEngineBuilder onLateCommits(TestDatabase database) {
        return TaskEngine.builder()
                .registry(JdbcTaskRegistry.on(new LateCommits().around(database.dataSource())))
                .executor(Engines.NO_ROOM)
                .register(ECHO, (input, context) -> input);
    }

    @ParameterizedTest
    @EnumSource(names = {"H2_IN_MEMORY", "POSTGRESQL", "MARIADB", "MYSQL"})
    void areNoRefusals(DatabaseKind kind) {
        Engines engines = new Engines();
        try (TestDatabase database = kind.fresh();
                engines) {
            TaskEngine tasks = engines.start(onLateCommits(database));

            var task = tasks.submitAll(ECHO, List.of("a", "b"), by("ana")).getFirst();

            assertThat(tasks.list(TaskQuery.newest(10))).hasSize(2);
            assertThat(tasks.find(task.id())).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"H2_IN_MEMORY", "MARIADB", "MYSQL"})
    void ofOneTaskAreNoRefusals(DatabaseKind kind) {
        Engines engines = new Engines();
        try (TestDatabase database = kind.fresh();
                engines) {
            TaskEngine tasks = engines.start(onLateCommits(database));

            var task = tasks.submit(ECHO, "a", by("ana"));

            assertThat(tasks.list(TaskQuery.newest(10))).hasSize(1);
            assertThat(tasks.find(task.id())).isPresent();
        }
    }
}
