package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class MySqlArtifactStoreTest extends JdbcArtifactStoreContract {

    MySqlArtifactStoreTest() {
        super(DatabaseKind.MYSQL);
    }
}
