package dev.errand.jdbc;

import dev.errand.jdbc.parts.MySqlServer;
import dev.errand.jdbc.sql.Dialect;

/** On one that keeps what it has acknowledged, since it is killed. */
class MySqlOutageTest extends ServerOutageContract {

    MySqlOutageTest() {
        super(MySqlServer.startDurable(), Dialect.MYSQL);
    }
}
