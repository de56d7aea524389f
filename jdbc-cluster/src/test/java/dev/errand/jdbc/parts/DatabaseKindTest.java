package dev.errand.jdbc.parts;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class DatabaseKindTest {

    @ParameterizedTest
    @EnumSource
    void isEmptyAndAlone(DatabaseKind kind) throws Exception {
        try (TestDatabase one = kind.fresh();
                TestDatabase other = kind.fresh()) {
            Sql.execute(one.dataSource(), "CREATE TABLE things (name VARCHAR(20))", "INSERT INTO things VALUES ('a')");
            Sql.execute(other.dataSource(), "CREATE TABLE things (name VARCHAR(20))");

            assertThat(Sql.texts(one.dataSource(), "SELECT name FROM things")).containsExactly("a");
            assertThat(Sql.texts(other.dataSource(), "SELECT name FROM things")).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource
    void isReachedInEveryWay(DatabaseKind kind) throws Exception {
        HikariDataSource pool;
        try (TestDatabase database = kind.fresh()) {
            pool = database.pool(3);
            Sql.execute(pool, "CREATE TABLE things (name VARCHAR(20))");
            try (Connection transaction = pool.getConnection()) {
                transaction.setAutoCommit(false);
                Sql.execute(transaction, "INSERT INTO things VALUES ('a')");
                transaction.commit();
                Sql.execute(transaction, "INSERT INTO things VALUES ('b')");
                transaction.rollback();
            }

            assertThat(Sql.texts(database.dataSource(), "SELECT name FROM things"))
                    .containsExactly("a");
            try (Connection byUrl = DriverManager.getConnection(database.url())) {
                assertThat(Sql.texts(byUrl, "SELECT name FROM things")).containsExactly("a");
            }
        }
        assertThat(pool.isClosed()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"H2_FILE", "SQLITE"})
    void leavesNoFile(DatabaseKind kind) throws Exception {
        List<Path> before = files();
        try (TestDatabase database = kind.fresh()) {
            Sql.execute(database.dataSource(), "CREATE TABLE things (name VARCHAR(20))");
            assertThat(files()).hasSizeGreaterThan(before.size());
        }
        assertThat(files()).isEqualTo(before);
    }

    @Test
    void writesAtOnceInAFileOfH2() throws Exception {
        try (TestDatabase database = DatabaseKind.H2_FILE.fresh()) {
            String setting = "SELECT setting_value FROM information_schema.settings WHERE setting_name = 'WRITE_DELAY'";

            assertThat(Sql.texts(database.dataSource(), setting)).containsOnly("0");
        }
    }

    @Test
    void syncsEveryCommitOfSqlite() throws Exception {
        try (TestDatabase database = DatabaseKind.SQLITE.fresh()) {
            for (Connection each :
                    List.of(database.dataSource().getConnection(), DriverManager.getConnection(database.url()))) {
                try (Connection connection = each) {
                    assertThat(Sql.texts(connection, "PRAGMA journal_mode")).containsExactly("wal");
                    assertThat(Sql.texts(connection, "PRAGMA synchronous")).containsExactly("2");
                    assertThat(Sql.texts(connection, "PRAGMA busy_timeout")).containsExactly("5000");
                }
            }
        }
    }

    /** Of databases in files, in the order of their names. */
    private static List<Path> files() throws Exception {
        try (Stream<Path> all = Files.walk(ScratchDirectory.HOME)) {
            return all.filter(file -> file.toString().matches(".*/(h2|sqlite)-.*"))
                    .sorted()
                    .toList();
        }
    }
}
