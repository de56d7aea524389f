package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class H2FileLedgersTest extends LedgerTableContract {

    H2FileLedgersTest() {
        super(DatabaseKind.H2_FILE);
    }
}
