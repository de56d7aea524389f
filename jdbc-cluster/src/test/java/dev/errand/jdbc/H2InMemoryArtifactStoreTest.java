package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class H2InMemoryArtifactStoreTest extends JdbcArtifactStoreContract {

    H2InMemoryArtifactStoreTest() {
        super(DatabaseKind.H2_IN_MEMORY);
    }
}
