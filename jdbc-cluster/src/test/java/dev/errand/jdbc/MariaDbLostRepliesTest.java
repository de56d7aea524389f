package dev.errand.jdbc;

import dev.errand.jdbc.parts.MariaDbServer;

class MariaDbLostRepliesTest extends LostRepliesContract {

    MariaDbLostRepliesTest() {
        super(MariaDbServer.shared(), 40);
    }
}
