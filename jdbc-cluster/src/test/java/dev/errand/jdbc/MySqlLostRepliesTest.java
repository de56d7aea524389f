package dev.errand.jdbc;

import dev.errand.jdbc.parts.MySqlServer;

class MySqlLostRepliesTest extends LostRepliesContract {

    MySqlLostRepliesTest() {
        super(MySqlServer.shared(), 40);
    }
}
