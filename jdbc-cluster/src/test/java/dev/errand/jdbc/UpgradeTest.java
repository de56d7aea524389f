package dev.errand.jdbc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Owner;
import dev.errand.TaskHandle;
import dev.errand.TaskId;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tables that an earlier version of the library has made are brought up to this one, with what is in them. */
@Timeout(120)
class UpgradeTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);

    private static final TaskId ID = TaskId.parse("0197b1f0-0000-7000-8000-000000000001");
    private static final String TASK_OF_THEN =
            "INSERT INTO errand_task (id, version, stamp, type, tenant, owner, title, priority, turn, submitted_at,"
                    + " starts_at, state, attempt, failures, losses, irrevocable, resumable, seen, input, input_hash, timeline)"
                    + " VALUES ('" + ID
                    + "', 1, 0, 'echo', '', 'ana', 'Echo', 0, 1, 1, 1, 'QUEUED', 0, 0, 0, FALSE, FALSE,"
                    + " FALSE, '\"a\"', 0, '')";

    @AutoClose
    private final Engines engines = new Engines();

    @ParameterizedTest
    @EnumSource
    void fromTheFirstVersion(DatabaseKind kind) throws Exception {
        TestDatabase database = kind.fresh();
        try (database) {
            DataSource source = database.dataSource();
            runScripts(source, kind, 1);
            Sql.execute(source, TASK_OF_THEN);

            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(source))
                    .register(ECHO, (input, context) -> input));

            TaskHandle<?> handle = tasks.find(ID, Owner.of("ana")).orElseThrow();
            assertThat(handle.await(ofSeconds(30)).map(Object::toString)).contains("Succeeded[result=a]");
            assertThat(handle.snapshot().submission().terms().trace()).isEmpty();
            assertThat(handle.snapshot().downloads()).isEmpty();
            assertThat(Sql.number(source, "SELECT MAX(version) FROM errand_schema"))
                    .isEqualTo(Schema.VERSION);
        }
    }

    /** One whose script stopped half-way, where tables are not made in transactions, goes on with it. */
    @ParameterizedTest
    @EnumSource(names = {"H2_FILE", "MARIADB"})
    void aStepThatBrokeOffIsDoneAgain(DatabaseKind kind) throws Exception {
        TestDatabase database = kind.fresh();
        try (database) {
            DataSource source = database.dataSource();
            runScripts(source, kind, Schema.VERSION);
            Sql.execute(source, "DELETE FROM errand_schema WHERE version > 1");

            engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(source))
                    .register(ECHO, (input, context) -> input));

            assertThat(Sql.number(source, "SELECT MAX(version) FROM errand_schema"))
                    .isEqualTo(Schema.VERSION);
        }
    }

    private static void runScripts(DataSource source, DatabaseKind kind, int upTo) throws Exception {
        for (int version = 1; version <= upTo; version++) {
            String name = kind.name().toLowerCase(Locale.ROOT).replaceAll("_.*", "");
            try (InputStream in = Schema.class.getResourceAsStream("schema/" + name + "-" + version + ".sql")) {
                run(source, new String(requireNonNull(in).readAllBytes(), UTF_8));
            }
        }
    }

    private static void run(DataSource source, String script) throws SQLException {
        List<String> commands = Stream.of(script.replaceAll("(?m)^--.*\n", "").split(";\n"))
                .filter(command -> !command.isBlank())
                .toList();
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            for (String command : commands) {
                statement.execute(command);
            }
        }
    }
}
