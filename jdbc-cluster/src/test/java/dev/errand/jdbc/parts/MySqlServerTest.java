package dev.errand.jdbc.parts;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MySqlServerTest extends DatabaseServerContract {

    @Override
    DatabaseServer startDurable() {
        return MySqlServer.startDurable();
    }

    @Override
    String farewell() {
        return "Shutdown complete";
    }

    @Override
    Class<?> mainOfOneWhoHasAServer() {
        return Owner.class;
    }

    @Test
    void syncsUnlessItIsTheSharedOne() throws Exception {
        String query = "SELECT @@innodb_flush_log_at_trx_commit";

        assertThat(Sql.texts(server().dataSource(), query)).containsExactly("1");
        assertThat(Sql.texts(MySqlServer.shared().dataSource(), query)).containsExactly("0");
        assertThat(MySqlServer.shared()).isSameAs(MySqlServer.shared());
    }

    /** Starts a server, and ends only if it is killed. */
    static final class Owner {

        private Owner() {}

        public static void main(String[] arguments) throws InterruptedException {
            showOneThatRuns(MySqlServer.start());
        }
    }
}
