package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Logged;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.jdbc.sql.Database;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A user of the database who may not do all that is needed is refused when the engine is built, and warned of later. */
@Timeout(60)
class RightsTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final String USER = "errand_other";
    private static final List<String> RIGHTS = List.of("SELECT", "INSERT", "UPDATE", "DELETE");

    private final Engines engines = new Engines();

    @AfterEach
    void leavesNothingRunning() {
        engines.close();
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB", "MYSQL", "H2_IN_MEMORY"})
    void eachRightIsNeededOnEachTable(DatabaseKind kind) throws SQLException {
        try (Guest guest = new Guest(kind)) {
            Schema schema = new Schema(Database.at(guest.source, ofSeconds(10)));
            for (String table : guest.tables) {
                for (String right : RIGHTS) {
                    guest.say("REVOKE " + right + " ON " + table + " FROM ");

                    assertForbidden(schema, right + " " + table);

                    guest.say("GRANT " + right + " ON " + table + " TO ");
                }
            }
            schema.requireWritable();
        }
    }

    private static void assertForbidden(Schema schema, String right) {
        assertThatExceptionOfType(SchemaException.class)
                .as(right)
                .isThrownBy(schema::requireWritable)
                .satisfies(e -> assertThat(e.reason()).isEqualTo(SchemaException.Reason.FORBIDDEN))
                .withMessageContaining("may not " + right);
    }

    @ParameterizedTest
    @EnumSource(names = {"POSTGRESQL", "MARIADB"})
    void aRightThatIsTakenAwayLaterIsWarnedOf(DatabaseKind kind) throws SQLException {
        try (Guest guest = new Guest(kind);
                Logged logged = Logged.fromNowOn()) {
            TaskEngine tasks = engines.start(TaskEngine.builder()
                    .registry(JdbcTaskRegistry.on(guest.source).withTablesOfTheHost())
                    .executor(ClusterExecutor.on(guest.source).threads(2).pollingEvery(ofMillis(100)))
                    .lease(ofSeconds(2))
                    .register(ECHO, (input, context) -> input));
            guest.say("REVOKE UPDATE ON errand_gate FROM ");
            guest.say("REVOKE INSERT ON errand_ticket FROM ");

            tasks.submit(ECHO, "hello", by("ana"));

            Await.until(
                    "it is warned of",
                    ofSeconds(30),
                    () -> logged.lines().stream()
                            .anyMatch(line -> line.cause().startsWith(FailedRounds.class.getName())
                                    && line.text().matches("(?s).*(errand_gate|errand_ticket).*")));
            engines.close();
        }
    }

    /** A user of a database that has the tables, who may do all with them that is needed, but make no others. */
    private static final class Guest implements AutoCloseable {

        private final TestDatabase database;
        private final String name;
        private final List<String> tables;
        private final DataSource source;

        @SuppressWarnings("NullAway") // the pool takes its connections from elsewhere
        Guest(DatabaseKind kind) throws SQLException {
            boolean byHost = kind == DatabaseKind.MARIADB || kind == DatabaseKind.MYSQL;
            name = byHost ? USER + "@'%'" : USER;
            database = kind.fresh();
            source = database.pool(8, settings -> {
                settings.setDataSource(null);
                settings.setJdbcUrl(url());
            });
            new Schema(Database.at(database.dataSource(), ofSeconds(10))).prepare();
            tables = Sql.texts(
                    database.dataSource(),
                    "SELECT LOWER(table_name) FROM information_schema.tables WHERE LOWER(table_name) LIKE 'errand%'"
                            + (byHost ? " AND table_schema = DATABASE()" : ""));
            assertThat(tables).hasSizeGreaterThan(10);
            Sql.execute(
                    database.dataSource(), "CREATE USER " + name + (byHost ? " IDENTIFIED BY 'x'" : " PASSWORD 'x'"));
            for (String table : tables) {
                say("GRANT SELECT, INSERT, UPDATE, DELETE ON " + table + " TO ");
            }
            tables.remove("errand_schema");
        }

        /** H2 lets nobody but its administrator say how long it stays open. */
        private String url() {
            String url = database.url();
            return url.contains(":h2:")
                    ? url.replace(";DB_CLOSE_DELAY=-1", ";USER=" + USER + ";PASSWORD=x")
                    : url.replaceFirst("user=\\w+", "user=" + USER + "&password=x");
        }

        /** Something about this user. */
        void say(String beginning) throws SQLException {
            Sql.execute(database.dataSource(), beginning + name);
        }

        @Override
        public void close() throws SQLException {
            if (database.url().contains(":postgresql:")) {
                say("DROP OWNED BY ");
            }
            say("DROP USER ");
            database.close();
        }
    }
}
