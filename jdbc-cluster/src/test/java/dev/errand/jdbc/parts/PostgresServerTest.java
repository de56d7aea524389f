package dev.errand.jdbc.parts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class PostgresServerTest extends DatabaseServerContract {

    @Override
    DatabaseServer startDurable() {
        return PostgresServer.startDurable();
    }

    @Override
    String farewell() {
        return "database system is shut down";
    }

    @Override
    Class<?> mainOfOneWhoHasAServer() {
        return Owner.class;
    }

    @Test
    void syncsUnlessItIsTheSharedOne() throws Exception {
        assertThat(Sql.texts(server().dataSource(), "SHOW fsync")).containsExactly("on");
        assertThat(Sql.texts(PostgresServer.shared().dataSource(), "SHOW fsync"))
                .containsExactly("off");
        assertThat(PostgresServer.shared()).isSameAs(PostgresServer.shared());
    }

    @Test
    void isWhatATestWantsItToBe() throws Exception {
        try (PostgresServer small = PostgresServer.start("max_connections=17")) {
            assertThat(Sql.texts(small.dataSource(), "SHOW max_connections")).containsExactly("17");
        }
    }

    @Test
    void saysWhyItDidNotStart() {
        assertThatThrownBy(() -> PostgresServer.start("max_connections=many"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("max_connections");
    }

    @Test
    void endsAllConnectionsButItsOwn() throws Exception {
        PostgresServer server = (PostgresServer) server();
        try (ServerDatabase database = server.newDatabase("terminated");
                Connection one = database.dataSource().getConnection();
                Connection other = server.dataSource().getConnection()) {
            assertThat(server.endConnections()).isGreaterThanOrEqualTo(2);

            assertThatThrownBy(() -> Sql.execute(one, "SELECT 1"))
                    .isInstanceOfSatisfying(
                            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
            assertThatThrownBy(() -> Sql.execute(other, "SELECT 1")).isInstanceOf(SQLException.class);
        }
    }

    /** Starts a server, and ends only if it is killed. */
    static final class Owner {

        private Owner() {}

        public static void main(String[] arguments) throws InterruptedException {
            showOneThatRuns(PostgresServer.start());
        }
    }
}
