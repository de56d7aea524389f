package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class SqliteLedgersTest extends LedgerTableContract {

    SqliteLedgersTest() {
        super(DatabaseKind.SQLITE);
    }
}
