package dev.errand.jdbc;

import dev.errand.jdbc.parts.PostgresServer;

class PostgresqlLostRepliesTest extends LostRepliesContract {

    PostgresqlLostRepliesTest() {
        super(PostgresServer.shared(), 200);
    }
}
