package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class H2InMemoryLedgersTest extends LedgerTableContract {

    H2InMemoryLedgersTest() {
        super(DatabaseKind.H2_IN_MEMORY);
    }
}
