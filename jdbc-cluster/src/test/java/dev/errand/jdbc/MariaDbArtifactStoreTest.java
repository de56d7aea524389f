package dev.errand.jdbc;

import dev.errand.jdbc.parts.DatabaseKind;

class MariaDbArtifactStoreTest extends JdbcArtifactStoreContract {

    MariaDbArtifactStoreTest() {
        super(DatabaseKind.MARIADB);
    }
}
