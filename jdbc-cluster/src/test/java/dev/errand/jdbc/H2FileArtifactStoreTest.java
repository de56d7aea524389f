package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class H2FileArtifactStoreTest extends JdbcArtifactStoreContract {

    H2FileArtifactStoreTest() {
        super(DatabaseKind.H2_FILE);
    }
}
