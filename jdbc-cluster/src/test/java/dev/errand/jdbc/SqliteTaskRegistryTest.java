package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class SqliteTaskRegistryTest extends JdbcTaskRegistryContract {

    SqliteTaskRegistryTest() {
        super(DatabaseKind.SQLITE);
    }
}
