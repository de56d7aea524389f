package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class MariaDbLedgersTest extends LedgerTableContract {

    MariaDbLedgersTest() {
        super(DatabaseKind.MARIADB);
    }
}
