package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class PostgresqlLedgersTest extends LedgerTableContract {

    PostgresqlLedgersTest() {
        super(DatabaseKind.POSTGRESQL);
    }
}
