package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class MySqlLedgersTest extends LedgerTableContract {

    MySqlLedgersTest() {
        super(DatabaseKind.MYSQL);
    }
}
