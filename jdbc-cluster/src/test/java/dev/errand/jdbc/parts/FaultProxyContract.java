package dev.errand.jdbc.parts;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What each mode of the proxy does to a client of each server. */
@Timeout(60)
abstract class FaultProxyContract {

    private static final Duration LIMIT = ofSeconds(20);
    private static final int CUTS = 20;

    @AutoClose
    private ServerDatabase database;

    @AutoClose
    private FaultProxy proxy;

    @AutoClose
    private ServerDatabase proxied;

    abstract DatabaseServer server();

    @BeforeEach
    void standsInBetween() throws Exception {
        database = server().newDatabase("proxied");
        Sql.execute(database.dataSource(), "CREATE TABLE kept (id INT PRIMARY KEY)");
        proxy = FaultProxy.before(server());
        proxied = database.through(proxy);
    }

    @Test
    void passesWhatIsSaid() throws Exception {
        try (Connection connection = proxied.dataSource().getConnection()) {
            insert(connection, 1);

            assertThat(kept(connection)).containsExactly("1");
            assertThat(proxy.accepted()).isEqualTo(1);
            assertThat(proxy.open()).isEqualTo(1);
        }
        Await.until("it is closed", LIMIT, () -> proxy.open() == 0);
    }

    /** From a pool whose connections live on: of most commits only the name of what was prepared is seen on the wire. */
    @Test
    void losesRepliesToCommitsThatHappened() throws Exception {
        HikariDataSource pool = proxied.pool(1);
        for (int id = 0; id < 2 * CUTS; id += 2) {
            commit(pool, id);
            ReplyCutter cutter = ReplyCutter.nextCommit();
            proxy.cut(cutter);
            int lost = id + 1;

            assertConnectionLost(() -> commit(pool, lost));

            assertThat(cutter.cuts()).isEqualTo(1);
        }
        assertThat(kept(database)).hasSize(2 * CUTS);
    }

    @Test
    void losesRepliesToOneConnectionAfterAnother() throws Exception {
        ReplyCutter cutter = ReplyCutter.commits(3);
        proxy.cut(cutter);

        for (int id = 0; id < 3; id++) {
            int lost = id;
            assertConnectionLost(() -> commit(proxied.dataSource(), lost));
        }
        commit(proxied.dataSource(), 3);

        assertThat(cutter.cuts()).isEqualTo(3);
        assertThat(cutter.seen()).isEqualTo(4);
        assertThat(kept(database)).containsExactly("0", "1", "2", "3");
    }

    @Test
    void losesTheReplyToAStatement() throws Exception {
        try (Connection connection = proxied.dataSource().getConnection()) {
            ReplyCutter third = ReplyCutter.statement(3);
            proxy.cut(third);
            insert(connection, 1);
            insert(connection, 2);

            assertConnectionLost(() -> insert(connection, 3));
            assertThat(third.cuts()).isEqualTo(1);
        }
        try (Connection connection = proxied.dataSource().getConnection()) {
            proxy.cut(ReplyCutter.next(sql -> sql.startsWith("SELECT id")));
            insert(connection, 4);

            assertConnectionLost(() -> kept(connection));
        }
        assertThat(kept(database)).containsExactly("1", "2", "3", "4");
    }

    @Test
    void answersNothingInABlackHoleUntilTheClientGivesUp() throws Exception {
        try (Connection connection = proxied.timeout(ofSeconds(1)).dataSource().getConnection()) {
            proxy.blackhole();
            long start = System.nanoTime();

            assertConnectionLost(() -> insert(connection, 1));

            assertThat(since(start)).isGreaterThan(ofMillis(900));
        }
        assertThat(kept(database)).as("nothing came through").isEmpty();
    }

    @Test
    void takesNewConnectionsInABlackHoleAndSaysNothing() {
        proxy.blackhole();

        assertConnectionLost(() -> proxied.timeout(ofSeconds(1)).dataSource().getConnection());
        assertThat(proxy.accepted()).isPositive();
    }

    /** As in a network that is mended: what was on its way arrives, though its sender has long given up. */
    @Test
    void deliversLateWhatItHasHeldBack() throws Exception {
        try (Connection connection = proxied.timeout(ofSeconds(1)).dataSource().getConnection()) {
            proxy.blackhole();
            assertConnectionLost(() -> insert(connection, 1));
        }
        proxy.heal();

        Await.until("it arrives", LIMIT, () -> kept(database).equals(List.of("1")));
    }

    @Test
    void goesOnWhereItStoodAfterABlackHole() throws Exception {
        try (Connection connection = proxied.dataSource().getConnection()) {
            proxy.blackhole();
            CompletableFuture<Void> inserting = CompletableFuture.runAsync(() -> {
                try {
                    insert(connection, 1);
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            assertThat(kept(database)).isEmpty();
            proxy.heal();

            inserting.get(10, TimeUnit.SECONDS);
            assertThat(kept(connection)).containsExactly("1");
        }
    }

    @Test
    void refusesAndDropsUntilItIsHealed() throws Exception {
        try (Connection connection = proxied.dataSource().getConnection()) {
            proxy.refuse();

            assertConnectionLost(() -> insert(connection, 1));
            assertConnectionLost(() -> proxied.dataSource().getConnection());
            assertThat(proxy.open()).isZero();
        }
        proxy.heal();
        commit(proxied.dataSource(), 2);

        assertThat(kept(database)).containsExactly("2");
    }

    @Test
    void dropsWhatIsOpen() throws Exception {
        try (Connection connection = proxied.dataSource().getConnection()) {
            proxy.dropAll();

            assertConnectionLost(() -> insert(connection, 1));
            commit(proxied.dataSource(), 2);
        }
        assertThat(kept(database)).containsExactly("2");
    }

    @Test
    void isSlow() throws Exception {
        try (Connection connection = proxied.dataSource().getConnection()) {
            String query = "SELECT '" + "x".repeat(10_000) + "'";
            proxy.slow(20_000);
            long start = System.nanoTime();

            assertThat(Sql.texts(connection, query).getFirst()).hasSize(10_000);

            assertThat(since(start)).as("10 kB there, and 10 kB back").isGreaterThan(ofMillis(900));

            proxy.slow(1);
            CompletableFuture<List<String>> slowly = CompletableFuture.supplyAsync(() -> {
                try {
                    return Sql.texts(connection, "SELECT 'quick'");
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            });
            proxy.heal();
            assertThat(slowly.get(10, TimeUnit.SECONDS)).containsExactly("quick");
        }
    }

    @Test
    void servesManyAtOnce() throws Exception {
        HikariDataSource pool = proxied.pool(10);
        List<CompletableFuture<Void>> writers = IntStream.range(0, 10)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    try {
                        for (int i = 0; i < 20; i++) {
                            commit(pool, 20 * writer + i);
                        }
                    } catch (SQLException e) {
                        throw new AssertionError(e);
                    }
                }))
                .toList();
        for (CompletableFuture<Void> writer : writers) {
            writer.get(30, TimeUnit.SECONDS);
        }
        assertThat(kept(database)).hasSize(200);
    }

    private static void commit(DataSource dataSource, int id) throws SQLException {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(false);
            insert(connection, id);
            connection.commit();
        }
    }

    private static void insert(Connection connection, int id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO kept VALUES (?)")) {
            insert.setInt(1, id);
            insert.executeUpdate();
        }
    }

    private static List<String> kept(Connection connection) throws SQLException {
        return Sql.texts(connection, "SELECT id FROM kept ORDER BY id");
    }

    private static List<String> kept(ServerDatabase database) throws SQLException {
        return Sql.texts(database.dataSource(), "SELECT id FROM kept ORDER BY id");
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static void assertConnectionLost(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SQLException.class,
                        e -> assertThat(e.getSQLState()).as(e.toString()).startsWith("08"));
    }
}
