package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class MariaDbTaskRegistryTest extends JdbcTaskRegistryContract {

    MariaDbTaskRegistryTest() {
        super(DatabaseKind.MARIADB);
    }
}
