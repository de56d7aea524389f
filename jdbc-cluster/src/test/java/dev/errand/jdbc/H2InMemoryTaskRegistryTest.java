package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class H2InMemoryTaskRegistryTest extends JdbcTaskRegistryContract {

    H2InMemoryTaskRegistryTest() {
        super(DatabaseKind.H2_IN_MEMORY);
    }
}
