package dev.errand.jdbc.parts;

import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class NetworkNamespaceTest {

    private static final Duration LIMIT = ofSeconds(20);

    @Test
    void isCutOffAndReachedAgain() throws Exception {
        try (NetworkNamespace machine = NetworkNamespace.open();
                FaultProxy proxy = FaultProxy.before(PostgresServer.shared(), machine.outerAddress());
                ServerDatabase database = PostgresServer.shared().newDatabase("partition")) {
            String url = database.through(proxy).timeout(ofSeconds(1)).url();
            try (ChildProcess client =
                    ChildProcess.of(Client.class).inside(machine).start(url)) {
                client.awaitLine("answered", LIMIT);

                machine.partition();
                client.awaitLine("lost 08006", LIMIT);
                client.awaitLine("no connection 08001", LIMIT);
                machine.heal();

                client.awaitLine("answered", LIMIT);
            }
        }
    }

    @Test
    void isOneOfManyAndLeavesNothing() throws Exception {
        InetAddress address;
        try (NetworkNamespace one = NetworkNamespace.open();
                NetworkNamespace other = NetworkNamespace.open()) {
            address = one.outerAddress();
            assertThat(address).isNotEqualTo(other.outerAddress());
            assertThat(NetworkInterface.getByInetAddress(address)).isNotNull();
        }
        assertThat(NetworkInterface.getByInetAddress(address)).isNull();
    }

    /** A server that listens on all addresses, as that of a real cluster. */
    @Test
    void reachesAServerWithoutAProxy() throws Exception {
        try (NetworkNamespace machine = NetworkNamespace.open();
                PostgresServer server = PostgresServer.start("listen_addresses=*");
                ChildProcess client = ChildProcess.of(Client.class)
                        .inside(machine)
                        .start(server.database().at(machine.outerAddress()).url())) {
            client.awaitLine("answered", LIMIT);
        }
    }

    /** Asks a database over and over, and says what came of it. */
    static final class Client {

        private Client() {}

        public static void main(String[] arguments) {
            while (true) {
                try (Connection connection = DriverManager.getConnection(arguments[0])) {
                    askUntilLost(connection);
                } catch (SQLException e) {
                    System.out.println("no connection " + e.getSQLState());
                }
            }
        }

        private static void askUntilLost(Connection connection) {
            try {
                while (true) {
                    Sql.texts(connection, "SELECT pg_sleep(0.01)");
                    System.out.println("answered");
                }
            } catch (SQLException e) {
                System.out.println("lost " + e.getSQLState());
            }
        }
    }
}
