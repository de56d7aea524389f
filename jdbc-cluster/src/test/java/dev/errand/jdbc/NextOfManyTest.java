package dev.errand.jdbc;

import static dev.errand.SubmitOptions.by;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.errand.Demand;
import dev.errand.Permits;
import dev.errand.TaskType;
import dev.errand.engine.TaskEngine;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.FaultyDataSource;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import dev.errand.registry.Admission;
import dev.errand.registry.Liveness;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What it costs H2 to tell what starts next, when many wait: no more than if few did, and nobody's turn to write. */
@Timeout(60)
class NextOfManyTest {

    private static final TaskType<String, String> ECHO = TaskType.named("echo", String.class, String.class);
    private static final Admission ANYTHING =
            new Admission(Map.of("echo", Demand.DEFAULT, "other", Demand.DEFAULT), Permits.UNLIMITED, Set.of());
    private static final int WAITING = 300;

    private final TestDatabase database = DatabaseKind.H2_FILE.fresh();
    private final FaultyDataSource counted = new FaultyDataSource(database.pool(4));
    private final Engines engines = new Engines();
    private final JdbcTaskRegistry registry = JdbcTaskRegistry.on(counted);

    @AfterEach
    void leavesNothingRunning() {
        engines.close();
        database.close();
    }

    private List<String> askedForTheNext() {
        TaskEngine tasks = engines.start(TaskEngine.builder()
                .registry(registry)
                .executor(Engines.NO_ROOM)
                .liveness(new Liveness(ofHours(3), ofHours(1)))
                .maxWaiting(2 * WAITING)
                .register(ECHO, (input, context) -> input));
        Await.until(
                "the registry was opened, and the heart has beaten twice", ofSeconds(20), () -> looksAtTurns() == 3);
        tasks.submitAll(ECHO, ClusterExecutorContract.inputs(WAITING), by("ana"));
        counted.reset();

        assertThat(registry.startable(ANYTHING, 100)).hasSize(100);

        return counted.log();
    }

    private long looksAtTurns() {
        return counted.log().stream()
                .filter(sql -> sql.startsWith("SELECT type, priority, turn"))
                .count();
    }

    @Test
    void isReadInTheOrderOfTheQueue() throws SQLException {
        String question = askedForTheNext().stream()
                .filter(sql -> sql.contains("of_type") && parameters(sql) == 2 * 2) // the engine itself knows one type
                .findFirst()
                .orElseThrow();

        String plan = planOf(question);

        assertThat(plan).containsIgnoringCase("errand_task_queue");
        assertThat(plan.split("index sorted", -1))
                .as("one part for each type: %s", plan)
                .hasSize(1 + 2);
    }

    private static long parameters(String sql) {
        return sql.chars().filter(c -> c == '?').count();
    }

    private String planOf(String question) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                PreparedStatement explain = connection.prepareStatement("EXPLAIN " + question)) {
            for (int type = 0; type < 2; type++) {
                explain.setString(2 * type + 1, "echo");
                explain.setInt(2 * type + 2, 0);
            }
            try (ResultSet plan = explain.executeQuery()) {
                assertThat(plan.next()).isTrue();
                return plan.getString(1);
            }
        }
    }

    @Test
    void isOnlyAskedUntilTheNextBeat() throws SQLException {
        assertThat(askedForTheNext()).noneMatch(sql -> sql.contains("errand_turn"));
        assertThat(turnsTold()).isZero();

        registry.beat();

        assertThat(turnsTold()).as("the turn of the last of them").isEqualTo(99);
    }

    private long turnsTold() throws SQLException {
        return Sql.number(database.dataSource(), "SELECT COALESCE(MAX(turn), 0) FROM errand_turn");
    }
}
