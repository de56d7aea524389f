package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class H2FileTaskRegistryTest extends JdbcTaskRegistryContract {

    H2FileTaskRegistryTest() {
        super(DatabaseKind.H2_FILE);
    }
}
