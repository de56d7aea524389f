package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class MySqlTaskRegistryTest extends JdbcTaskRegistryContract {

    MySqlTaskRegistryTest() {
        super(DatabaseKind.MYSQL);
    }
}
