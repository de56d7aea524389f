package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class PostgresqlTaskRegistryTest extends JdbcTaskRegistryContract {

    PostgresqlTaskRegistryTest() {
        super(DatabaseKind.POSTGRESQL);
    }
}
