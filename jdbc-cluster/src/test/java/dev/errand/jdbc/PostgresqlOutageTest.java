package dev.errand.jdbc;

import dev.errand.jdbc.parts.PostgresServer;
import dev.errand.jdbc.sql.Dialect;

class PostgresqlOutageTest extends ServerOutageContract {

    PostgresqlOutageTest() {
        super(PostgresServer.start(), Dialect.POSTGRESQL);
    }

    @Override
    int heard() {
        return 1;
    }
}
