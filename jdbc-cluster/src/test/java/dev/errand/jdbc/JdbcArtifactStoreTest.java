package dev.errand.jdbc;

import static dev.errand.jdbc.JdbcArtifactStoreContract.content;
import static dev.errand.jdbc.JdbcArtifactStoreContract.read;
import static dev.errand.jdbc.JdbcArtifactStoreContract.write;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.EnumSource.Mode.EXCLUDE;

import com.zaxxer.hikari.HikariDataSource;
import dev.errand.Artifact;
import dev.errand.InvalidInputException;
import dev.errand.artifact.ArtifactException;
import dev.errand.jdbc.parts.Await;
import dev.errand.jdbc.parts.ChildProcess;
import dev.errand.jdbc.parts.DatabaseKind;
import dev.errand.jdbc.parts.Sql;
import dev.errand.jdbc.parts.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Processes that die or stand still as they write a file, and what a store may be told. */
@Timeout(120)
class JdbcArtifactStoreTest {

    private static final Duration LIMIT = ofSeconds(60);

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "H2_IN_MEMORY")
    void holdsNoWholeFileInMemory(DatabaseKind kind) throws Exception {
        try (TestDatabase database = kind.fresh();
                ChildProcess child = ChildProcess.of(ArtifactChild.class)
                        .with("-Xmx64m", "-XX:+ExitOnOutOfMemoryError")
                        .start("copy", database.url(), "50000000")) {
            child.awaitLine("50000000 bytes, as they were written", LIMIT);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EXCLUDE, names = "H2_IN_MEMORY")
    void showsNothingOfAWriterThatIsKilledAndSweepsItLater(DatabaseKind kind) throws Exception {
        try (TestDatabase database = kind.fresh();
                ChildProcess child = ChildProcess.of(ArtifactChild.class).start("slowly", database.url())) {
            child.awaitLine("half", LIMIT);
            child.kill();
            DataSource pool = database.pool(2);
            JdbcArtifactStore next = JdbcArtifactStore.on(pool);

            assertThat(next.sweep(Instant.now()))
                    .as("its process might live still")
                    .isZero();
            assertThat(Sql.texts(pool, "SELECT state FROM errand_artifact")).containsExactly("WRITING");
            assertThat(Sql.number(pool, "SELECT COUNT(*) FROM errand_chunk")).isPositive();
            Await.until("what it left is swept", LIMIT, () -> next.sweep(Instant.EPOCH) == 1);
            assertThatNothingIsLeft(pool);
        }
    }

    /** H2 keeps a file for one process. */
    @ParameterizedTest
    @EnumSource(
            mode = EXCLUDE,
            names = {"H2_IN_MEMORY", "H2_FILE"})
    void tellsAWriterThatStoodStillForLongThatItsFileIsGone(DatabaseKind kind) throws Exception {
        try (TestDatabase database = kind.fresh();
                ChildProcess child = ChildProcess.of(ArtifactChild.class).start("slowly", database.url())) {
            child.awaitLine("half", LIMIT);
            JdbcArtifactStore other = JdbcArtifactStore.on(database.pool(2));
            child.freeze();
            Await.until("what it left is swept", LIMIT, () -> other.sweep(Instant.EPOCH) == 1);
            child.thaw();

            child.awaitLine(line -> line.contains("was not heard of for PT3S"), LIMIT);
            assertThatNothingIsLeft(database.pool(1));
        }
    }

    private static void assertThatNothingIsLeft(DataSource pool) throws SQLException {
        assertThat(Sql.number(pool, "SELECT COUNT(*) FROM errand_artifact")).isZero();
        assertThat(Sql.number(pool, "SELECT COUNT(*) FROM errand_chunk")).isZero();
    }

    /** Those that make all of them or none are not in need of it. */
    @ParameterizedTest
    @EnumSource(names = {"H2_IN_MEMORY", "MARIADB", "MYSQL"})
    void makesTheTablesThatAnEarlierTryDidNotComeTo(DatabaseKind kind) throws Exception {
        try (TestDatabase database = kind.fresh()) {
            DataSource pool = database.pool(2);
            Artifact file = write(JdbcArtifactStore.on(pool), content(1));
            Sql.execute(pool, "DELETE FROM errand_schema");

            assertThat(read(JdbcArtifactStore.on(pool), file)).isEqualTo(content(1));
            assertThat(Sql.number(pool, "SELECT COUNT(*) FROM errand_schema")).isEqualTo(Schema.VERSION);
        }
    }

    @Test
    void refusesWhatIsOutOfRange() {
        JdbcArtifactStore store = JdbcArtifactStore.on(new HikariDataSource());

        for (Duration wrong : new Duration[] {Duration.ZERO, ofDays(36_501)}) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> store.keeping(wrong))
                    .satisfies(e -> assertThat(e.field()).isEqualTo("artifact retention"));
        }
        for (Duration wrong : new Duration[] {ofMillis(99), ofMinutes(11)}) {
            assertThatExceptionOfType(InvalidInputException.class)
                    .isThrownBy(() -> store.timeout(wrong))
                    .satisfies(e -> assertThat(e.field()).isEqualTo("timeout"));
        }
    }

    @Test
    void asksForNothingBeforeItIsUsedAndSaysThenWhatIsWrong() {
        HikariDataSource nowhere = new HikariDataSource();
        nowhere.setJdbcUrl("jdbc:h2:tcp://127.0.0.1:1/none");
        nowhere.setConnectionTimeout(250);
        JdbcArtifactStore store =
                JdbcArtifactStore.on(nowhere).keeping(ofDays(1)).timeout(ofSeconds(1));

        assertThat(store).hasToString("artifacts in " + nowhere);
        assertThatExceptionOfType(ArtifactException.class)
                .isThrownBy(() -> write(store, content(1)))
                .satisfies(e -> assertThat(e.location()).isEqualTo("errand_artifact"))
                .withRootCauseInstanceOf(Exception.class)
                .withMessageContaining("cannot be reached");
    }
}
