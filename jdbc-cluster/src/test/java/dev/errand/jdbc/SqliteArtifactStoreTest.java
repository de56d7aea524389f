package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class SqliteArtifactStoreTest extends JdbcArtifactStoreContract {

    SqliteArtifactStoreTest() {
        super(DatabaseKind.SQLITE);
    }
}
