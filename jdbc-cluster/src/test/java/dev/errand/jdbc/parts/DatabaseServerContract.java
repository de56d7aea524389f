package dev.errand.jdbc.parts;

import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** What tests rely on of each server. The tests of one server share it, and take turns. */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DatabaseServerContract {

    private static final Duration LIMIT = ofSeconds(20);
    private static final int KILLS = 3;

    /** None, if it is known to be missing. */
    private @Nullable DatabaseServer started;

    /** One that keeps what it has acknowledged. */
    abstract DatabaseServer startDurable();

    /** What it logs when it has ended in good order. */
    abstract String farewell();

    /** A main class that calls {@link #showOneThatRuns}. */
    abstract Class<?> mainOfOneWhoHasAServer();

    final DatabaseServer server() {
        return requireNonNull(started);
    }

    @BeforeAll
    void startsTheServer() {
        started = startDurable();
    }

    @AfterAll
    void closesTheServer() {
        if (started != null) {
            started.close();
            assertThat(started.isRunning()).isFalse();
            assertThat(started.directory()).doesNotExist();
        }
    }

    @Test
    void keepsWhatItHasAcknowledgedThroughKills() throws Exception {
        try (ServerDatabase database = server().newDatabase("kills")) {
            Sql.execute(database.dataSource(), "CREATE TABLE kept (id INT PRIMARY KEY)");
            int acknowledged = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                acknowledged = insertUntilKilled(database, acknowledged);
            }

            assertThat(acknowledged).as("acknowledged").isGreaterThan(100);
            assertThat(Sql.number(database.dataSource(), "SELECT count(*) FROM kept WHERE id <= " + acknowledged))
                    .isEqualTo(acknowledged);
        }
    }

    @Test
    void endsInGoodOrderWhoeverIsConnected() throws Exception {
        try (Connection connection = server().dataSource().getConnection()) {
            server().stop();

            assertThat(server().isRunning()).isFalse();
            assertThat(server().log()).contains(farewell());
            assertThatThrownBy(() -> Sql.execute(connection, "SELECT 1")).isInstanceOf(SQLException.class);
        } finally {
            server().restart();
        }
        assertThat(Sql.texts(server().dataSource(), "SELECT 'back'")).containsExactly("back");
    }

    @Test
    void hasDatabasesForEachTest() throws Exception {
        DataSource gone;
        try (ServerDatabase first = server().newDatabase("first");
                ServerDatabase second = server().newDatabase("first")) {
            Sql.execute(first.dataSource(), "CREATE TABLE one (id INT)");
            Sql.execute(second.dataSource(), "CREATE TABLE one (id INT)", "INSERT INTO one VALUES (1)");

            assertThat(Sql.number(first.dataSource(), "SELECT count(*) FROM one"))
                    .isZero();
            gone = second.timeout(ofSeconds(1)).dataSource();
        }
        assertThatThrownBy(gone::getConnection).isInstanceOf(SQLException.class);
    }

    @Test
    void closesADatabaseThatSomebodyIsConnectedTo() throws Exception {
        ServerDatabase database = server().newDatabase("busy");
        try (Connection connection = database.dataSource().getConnection()) {
            database.close();

            assertThatThrownBy(() -> Sql.execute(connection, "CREATE TABLE one (id INT)"))
                    .isInstanceOf(SQLException.class);
        }
    }

    @Test
    void hasRoomForManyConnections() throws Exception {
        try (ServerDatabase database = server().newDatabase("pooled")) {
            HikariDataSource pool = database.pool(100);
            List<Connection> taken = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                taken.add(pool.getConnection());
            }

            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(100);

            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    @Test
    void diesWithTheOneThatStartedIt() throws Exception {
        try (ChildProcess owner = ChildProcess.of(mainOfOneWhoHasAServer()).start()) {
            String pid = owner.awaitLine(line -> line.startsWith("pid "), ofSeconds(60));
            String directory = owner.awaitLine(line -> line.startsWith("directory "), LIMIT);
            ProcessHandle orphan =
                    ProcessHandle.of(Long.parseLong(pid.substring(4))).orElseThrow();
            assertThat(orphan.isAlive()).isTrue();

            ProcessHandle.of(owner.pid()).orElseThrow().destroyForcibly();

            Await.until("the server is gone", LIMIT, () -> !GuardedProcess.lives(orphan));
            new ScratchDirectory(Path.of(directory.substring(10))).close();
        }
    }

    /** Says of a server where it is, and waits for the end. */
    static void showOneThatRuns(DatabaseServer server) throws InterruptedException {
        System.out.println("pid " + server.pid());
        System.out.println("directory " + server.directory());
        new CountDownLatch(1).await();
    }

    /** Inserts numbers, each in a transaction of its own, until the server is killed; returns the last acknowledged one. */
    private int insertUntilKilled(ServerDatabase database, int last) throws Exception {
        AtomicInteger acknowledged = new AtomicInteger(last);
        CountDownLatch enough = new CountDownLatch(50);
        Thread inserting = Thread.ofPlatform().start(() -> {
            try (Connection connection = database.dataSource().getConnection();
                    PreparedStatement insert = connection.prepareStatement("INSERT INTO kept VALUES (?)")) {
                while (true) {
                    insert.setInt(1, acknowledged.get() + 1);
                    insert.executeUpdate();
                    acknowledged.incrementAndGet();
                    enough.countDown();
                }
            } catch (SQLException killed) {
                // as it should be
            }
        });
        enough.await();
        server().kill();
        inserting.join();
        server().restart();
        Sql.execute(database.dataSource(), "DELETE FROM kept WHERE id > " + acknowledged);
        return acknowledged.get();
    }
}
