package dev.errand.jdbc;

import dev.errand.jdbc.parts.MariaDbServer;
import dev.errand.jdbc.sql.Dialect;

/** On one that keeps what it has acknowledged, since it is killed. */
class MariaDbOutageTest extends ServerOutageContract {

    MariaDbOutageTest() {
        super(MariaDbServer.startDurable(), Dialect.MARIADB);
    }
}
